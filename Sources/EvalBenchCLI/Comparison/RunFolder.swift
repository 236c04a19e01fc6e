import AstroImages
import Evaluation
import Foundation
import Reports

/// The folder that a run writes into; every file appears whole or not at all.
struct RunFolder: Sendable {
  let path: String
  /// The default place of runs.
  static let parent = "reports"

  /// Creates the folder; a run that was interrupted there is continued when its configuration is the same.
  init(path: String, configuration: CompareConfiguration) throws {
    self.path = path
    try Self.create(path)
    let file = path + "/configuration.yaml"
    if let known = try? String(contentsOfFile: file, encoding: .utf8) {
      guard known == configuration.yaml else {
        throw RunError(
          "\(path): holds a run with another configuration; choose another --output, or remove it")
      }
    } else {
      try AtomicFile.write(configuration.yaml, to: file)
    }
  }

  /// `reports/<UTC time>-<preset>`.
  static func defaultPath(preset: String, at date: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd'T'HHmmss'Z'"
    return "\(parent)/\(formatter.string(from: date))-\(preset)"
  }

  private static func create(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunError(
        "\(path): cannot be created (\(error.localizedDescription)); choose another --output")
    }
  }

  /// A folder inside the run's, made where missing; its full path.
  func folder(_ name: String) throws -> String {
    try Self.create(path + "/" + name)
    return path + "/" + name
  }

  /// Writes the record and every report, and points `reports/latest` at the run where it lies in `reports`.
  func write(_ record: RunRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write([UInt8](try encoder.encode(record)) + [0x0A], to: path + "/compare.json")
    for reporter in Reporters.all {
      let bytes = try reporter.init().render(record) { file in
        [UInt8](try Data(contentsOf: URL(filePath: path + "/" + file)))
      }
      try AtomicFile.write(bytes, to: path + "/" + reporter.fileName)
    }
    pointLatest()
    try ReportsIndex.update(beside: path)
  }

  /// A relative link, replaced in one step; a file system without links is no reason to fail.
  private func pointLatest() {
    let url = URL(filePath: path).standardizedFileURL
    let parent = url.deletingLastPathComponent()
    guard parent.lastPathComponent == Self.parent else { return }
    let temporary = parent.appending(path: ".latest-\(ProcessInfo.processInfo.processIdentifier)")
    let name = url.lastPathComponent
    guard symlink(name, temporary.path()) == 0 else { return }
    if rename(temporary.path(), parent.appending(path: "latest").path()) != 0 {
      unlink(temporary.path())
    }
  }
}
