internal import Evaluation

/// The same checks on the validation split, which chose, and on the test split, which nobody saw.
struct SelectionSection {
  var checks: [String]
  var rows: [Row]
  var caption: String
  var sentence: String

  struct Row {
    var label: CandidateLabel
    var figures: [Figures]
  }

  struct Figures {
    var validation: String
    var test: String
    var rank: String
  }

  /// The checks to show, the first that the record has of each kind.
  private static let wanted = [
    ["psnr-linear", "psnr-display"], ["star-loss"], ["faint-texture", "faint-patches"],
  ]

  /// `nil` when the record has no validation rows.
  init?(_ record: RunRecord, validation: Scorecard, test: Scorecard) {
    let measured = Set(
      validation.rows.indices.filter { validation.rows[$0].cells.contains { $0.value != nil } })
    var chosen = Self.wanted.compactMap { group in
      group.lazy.compactMap { id in measured.sorted().first { validation.rows[$0].check.id == id } }
        .first
    }
    if chosen.isEmpty, let first = measured.min() { chosen = [first] }
    guard !chosen.isEmpty, !record.candidates.isEmpty else { return nil }
    checks = chosen.map {
      let check = validation.rows[$0].check
      return "\(SafeText.line(check.title)), \(SafeText.line(check.unit))"
    }
    rows = record.candidates.indices.map { candidate in
      Row(
        label: CandidateLabel(record, candidate),
        figures: chosen.map { row in
          Figures(
            validation: Self.text(validation.rows[row].cells[candidate].value),
            test: Self.text(test.rows[row].cells[candidate].value),
            rank:
              "\(Self.rank(candidate, validation.rows[row])) / \(Self.rank(candidate, test.rows[row]))"
          )
        })
    }
    caption =
      "Validation split, \(Words.count(validation.sceneCount, "scene")), beside test split, "
      + "\(Words.count(test.sceneCount, "scene")). Ranks are by the printed statistic, validation / test."
    sentence = ""
    if let winner = record.winner,
      let index = record.candidates.firstIndex(where: { $0.name == winner.candidate }),
      let row = chosen.first
    {
      let title = SafeText.line(validation.rows[row].check.title)
      sentence =
        "By \(title), \(SafeText.line(winner.candidate)) is \(Self.rank(index, validation.rows[row])) of "
        + "\(record.candidates.count) on validation and \(Self.rank(index, test.rows[row])) on test."
    }
  }

  private static func text(_ value: Double?) -> String {
    value.map { NumberFormat.text($0) } ?? "–"
  }

  private static func rank(_ candidate: Int, _ row: Scorecard.Row) -> String {
    guard let own = row.cells[candidate].value.map(row.check.direction.loss) else { return "–" }
    let better = row.cells.count { $0.value.map { row.check.direction.loss($0) < own } ?? false }
    return Words.ordinal(better + 1)
  }
}
