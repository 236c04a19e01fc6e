import Checks
import Evaluation
import Exposures

/// What a record of stacks lists.
enum StackRecord {
  /// The checks of single frames and those of stacks, each id once.
  static let checks: [CheckMetadata] = {
    let frames = Checks.all.map(\.metadata)
    let ids = Set(frames.map(\.id))
    return frames + ExposureChecks.metadata.filter { !ids.contains($0.id) }
  }()

  /// Rows that say that simulated frames do not answer the stacks' own checks.
  static func missing(_ rows: [RunRecord.Row]) -> [RunRecord.Row] {
    var seen: Set<String> = []
    let own = checks.dropFirst(Checks.all.count).map(\.id)
    return rows.flatMap { row -> [RunRecord.Row] in
      guard seen.insert(row.candidate + "\u{0}" + row.scene).inserted else { return [] }
      return own.map {
        RunRecord.Row(
          candidate: row.candidate, seed: row.seed, scene: row.scene, split: row.split, check: $0,
          outcome: .notApplicable(reason: "needs several exposures of one field"))
      }
    }
  }
}
