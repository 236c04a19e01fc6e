import ArgumentParser
import Foundation

/// `evalbench cache`: what gates have measured already.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Lists, verifies or clears the measurements that gates keep.")

  enum Action: String, CaseIterable, ExpressibleByArgument { case ls, verify, clear }

  @Argument(help: "ls, verify or clear.")
  var action: Action

  @Option(help: "The folder.")
  var cache = ResultCache.defaultFolder

  func run() throws {
    let store = ResultCache(folder: cache)
    let files = store.files()
    switch action {
    case .ls:
      for file in files { try Console.result(file) }
      Console.note("\(files.count) images in \(cache)")
    case .verify:
      let faults = files.compactMap { file in store.fault(of: file).map { "\(file): \($0)" } }
      for fault in faults { Console.note("evalbench: \(cache)/\(fault)") }
      try Console.result("\(files.count - faults.count) of \(files.count) entries are intact")
      if !faults.isEmpty { throw ExitCode(2) }
    case .clear:
      for file in files { try FileManager.default.removeItem(atPath: cache + "/" + file) }
      Console.note("removed \(files.count) images from \(cache)")
    }
  }
}
