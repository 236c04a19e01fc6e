import AstroImages
import Evaluation
import Foundation
import Reports

/// Keeps `index.html` of the folder of runs up to date.
enum ReportsIndex {
  /// More runs than these are not read; the latest count.
  private static let most = 100

  /// Writes the index of the folder that a run lies in, where that is a folder of runs: `reports`, or one that has an index of
  /// ours already.
  static func update(beside folder: String) throws {
    let parent = URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let file = parent.appending(path: RunsIndex.fileName)
    guard parent.lastPathComponent == RunFolder.parent || isOurs(file) else { return }
    try AtomicFile.write(try RunsIndex.render(runs(in: parent)), to: file.path())
  }

  private static func isOurs(_ file: URL) -> Bool {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
    return text.prefix(1000).contains("evalbench index")
  }

  private static func runs(in parent: URL) -> [RunsIndex.Run] {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: parent.path())) ?? []
    let folders = names.filter { name in
      guard !name.hasPrefix(".") else { return false }
      let path = parent.appending(path: name).path()
      // `latest` is a link to a run that is listed by its own name.
      let isLink = (try? manager.destinationOfSymbolicLink(atPath: path)) != nil
      return !isLink
        && ["compare.json", "gate.json"].contains { manager.fileExists(atPath: path + "/" + $0) }
    }
    return folders.sorted().suffix(most).map { name in
      let path = parent.appending(path: name).path()
      return RunsIndex.Run(
        folder: name, record: try? StoredRun.read(path, flag: "").record,
        gate: try? StoredRun.gate(nil, beside: path),
        hasReport: manager.fileExists(atPath: path + "/" + HTMLReporter.fileName))
    }
  }
}
