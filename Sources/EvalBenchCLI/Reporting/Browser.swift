import Foundation

/// Opens pages where a person can see them.
enum Browser {
  /// Asks the desktop; where there is none, says where the page is and leaves it at that.
  static func open(_ path: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", path]
    #else
      process.arguments = ["xdg-open", path]
    #endif
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    let hasStarted = (try? process.run()) != nil
    if hasStarted { process.waitUntilExit() }
    if !hasStarted || process.terminationStatus != 0 {
      Console.note("note: no browser could be opened; open \(path) yourself")
    }
  }
}
