import Foundation
import TestSupport
import Testing

/// The built command, run as a user runs it: as a process of its own.
struct Tool {
  /// What a process left.
  struct Outcome: CustomTestStringConvertible {
    var code: Int32
    var output: String
    var errors: String

    var testDescription: String {
      "exit code \(code)\n--- stdout\n\(output)\n--- stderr\n\(errors)"
    }
  }

  /// The binary beside the tests' own, which the same build made.
  static let path: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = tests.deletingLastPathComponent().appending(path: "evalbench").path()
    return FileManager.default.isExecutableFile(atPath: beside)
      ? beside : Repository.root.appending(path: ".build/release/evalbench").path()
  }()

  /// Runs the command to its end; a process that a signal ended has the code that a shell would show.
  @discardableResult
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
  ) throws -> Outcome {
    let running = try Running(arguments, environment: environment, in: folder)
    return try running.wait()
  }

  /// Runs a line of a shell in which `"$E"` is the command.
  static func shell(_ line: String) throws -> Outcome {
    try Running(["-c", line], executable: "/bin/bash", environment: ["E": path]).wait()
  }

  /// A process that may be signalled.
  final class Running {
    private let process = Process()
    private let folder: URL

    init(
      _ arguments: [String], executable: String = Tool.path, environment: [String: String] = [:],
      in workingFolder: String? = nil
    ) throws {
      folder = try Repository.temporaryFolder()
      process.executableURL = URL(filePath: executable)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      if let workingFolder { process.currentDirectoryURL = URL(filePath: workingFolder) }
      process.standardInput = FileHandle.nullDevice
      // Files instead of pipes: nobody has to read while the process runs.
      process.standardOutput = try Self.file(folder.appending(path: "out"))
      process.standardError = try Self.file(folder.appending(path: "err"))
      try process.run()
    }

    private static func file(_ url: URL) throws -> FileHandle {
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end of the process and returns the most memory that it had in RAM, in bytes, to a few milliseconds;
    /// 0 where the system does not say.
    func peakResidentMemory() -> Int {
      var peak = 0
      while process.isRunning {
        let status =
          (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
          ?? ""
        if let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
          let kibibytes = line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first
        {
          peak = max(peak, (Int(kibibytes) ?? 0) * 1024)
        }
        usleep(2_000)
      }
      return peak
    }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(at: folder) }
      let status = process.terminationStatus
      return Outcome(
        code: process.terminationReason == .uncaughtSignal ? 128 + status : status,
        output: try text("out"), errors: try text("err"))
    }

    private func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
  }
}
