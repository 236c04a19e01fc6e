import Evaluation
import Foundation
import Gating

extension GateCandidate {
  /// The record that a path stands for: a run's folder, its compare.json, or another file beside it.
  static func stored(_ path: String) throws -> (folder: String, record: RunRecord)? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    let file: String
    if isFolder.boolValue {
      file = path + "/compare.json"
    } else if path.hasSuffix(".json") {
      file = path
    } else if path.hasSuffix("results.jsonl") {
      file = String(path.dropLast("results.jsonl".count)) + "compare.json"
    } else {
      return nil
    }
    guard let data = try? Data(contentsOf: URL(filePath: file)) else {
      throw RunError("\(file): cannot be read; give the folder of a finished 'evalbench compare'")
    }
    let folder = URL(filePath: file).deletingLastPathComponent().path()
    return (
      folder, try StoredRun.record(data, file: file, otherVersion: NotComparable.init)
    )
  }

  /// A candidate of a stored run: the one that is named, the winner, or the only network.
  init(record: RunRecord, folder: String, name: String?) throws {
    let networks = record.candidates.filter { $0.kind != .baseline }.map(\.name)
    guard
      let chosen = name ?? record.winner?.candidate
        ?? (networks.count == 1 ? networks[0] : nil)
    else {
      throw UsageError(
        "the run has several candidates and no winner; choose with --name among \(record.candidates.map(\.name).joined(separator: ", "))"
      )
    }
    self.init(record: record, name: chosen)
    self.folder = folder
    guard let candidate = record.candidates.first(where: { $0.name == chosen }) else { return }
    if let file = candidate.weightsFile { megabytes = Self.megabytes(of: folder + "/" + file) }
    training = Self.training(of: candidate, in: folder)
  }
}
