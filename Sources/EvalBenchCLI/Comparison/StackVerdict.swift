import Evaluation

/// Says in plain words what a comparison found on real stacks, and prints the main figures.
enum StackVerdict {
  private static func mean(_ record: [RunRecord.Row], _ candidate: String, _ check: String)
    -> Double?
  {
    Winner.meanOf(check, candidate, record, split: .test)
  }

  static func sentences(
    entries: [Comparison.Entry], rows: [RunRecord.Row], winner: RunRecord.Winner?
  ) -> [String] {
    var result: [String] = []
    let filters = entries.filter { $0.record.kind == .baseline }.map(\.record.name)
      .filter { $0 != IdentityFilter.id }
    guard let winner else {
      return ["No network was compared, so there is no winner to export."]
    }
    let name = winner.candidate
    if let left = mean(rows, name, "noise2noise-rmse") {
      let best = filters.compactMap { filter in
        mean(rows, filter, "noise2noise-rmse").map { (filter, $0) }
      }.min { $0.1 < $1.1 }
      let rival = best.map { "; the best classical filter, \($0.0), leaves \(decimal($0.1, 3))" }
      result.append(
        "\(name) leaves \(decimal(left, 3)) of the error of the real exposures, measured away from stars against exposures that it did not see\(rival ?? "")."
      )
    }
    if let found = mean(rows, name, "stack-completeness"),
      let input = mean(rows, IdentityFilter.id, "stack-completeness")
    {
      result.append(
        "It shows \(decimal(found * 100, 1)) % of the stars that the other exposures show together; the single frames show \(decimal(input * 100, 1)) %."
      )
    }
    if let width = mean(rows, name, "stack-star-shape") {
      result.append("It changes the width of the stars by \(decimal(width, 1)) %.")
    }
    result.append(
      "The winner was chosen on simulated validation frames: \(winner.reason). The figures are of the real exposures, which have no clean frame."
    )
    let failed = rows.filter { $0.status == .failed }.count
    if failed > 0 { result.append("\(failed) measurements failed; the tables name them.") }
    return result
  }

  private static let columns: [(check: String, title: String, factor: Double, places: Int)] = [
    ("noise2noise-rmse", "error left", 1, 3), ("repeatability", "repeat", 1, 3),
    ("stack-transfer", "smoothing", 1, 3), ("stack-correlation", "FRC change", 1, 3),
    ("stack-completeness", "stars found %", 100, 1), ("stack-star-shape", "width %", 1, 2),
    ("stack-photometry", "light mmag", 1, 1),
  ]

  /// A table a stack: candidates down, the stacks' checks across, means over its frames.
  static func text(_ record: RunRecord) -> String {
    var targets: [String] = []
    for scene in record.scenes where scene.split == .test && !targets.contains(scene.target) {
      targets.append(scene.target)
    }
    return targets.map { target in
      let scenes = Set(record.scenes.filter { $0.target == target }.map(\.name))
      let rows = record.rows.filter { scenes.contains($0.scene) }
      var lines = [[target + ", mean"] + columns.map(\.title) + ["s/Mpx"]]
      for candidate in record.candidates {
        let mark = candidate.name == record.winner?.candidate ? "* " : "  "
        lines.append(
          [mark + candidate.name]
            + columns.map { column in
              mean(rows, candidate.name, column.check)
                .map { decimal($0 * column.factor, column.places) } ?? "-"
            } + [candidate.secondsPerMegapixel.map { decimal($0, 2) } ?? "-"])
      }
      return ResultTable.aligned(lines)
    }.joined(separator: "\n\n")
  }
}
