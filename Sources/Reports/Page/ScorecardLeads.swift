internal import Evaluation

extension ScorecardSection {
  /// How far every candidate is ahead of the best classical filter, check by check.
  struct Leads {
    var baseline: String
    var candidates: [CandidateLabel]
    var rows: [LeadRow]
  }

  struct LeadRow {
    var title: String
    var unit: String
    var cells: [String]
  }
}

extension ScorecardSection.Leads {
  /// `nil` where there is no classical filter, or nobody to compare it with.
  init?(_ record: RunRecord, _ card: Scorecard) {
    guard let place = card.bestClassical(record) else { return nil }
    let others = record.candidates.indices.filter { $0 != place }
    baseline = SafeText.line(record.candidates[place].name)
    candidates = others.map { CandidateLabel(record, $0) }
    rows = card.rows.compactMap { row in
      let cells = others.map {
        PairedDifference(row.cells[$0], over: row.cells[place], row.check).map(Self.text)
      }
      guard cells.contains(where: { $0 != nil }) else { return nil }
      return ScorecardSection.LeadRow(
        title: SafeText.line(row.check.title),
        unit: row.check.unit.isEmpty ? "no unit" : SafeText.line(row.check.unit),
        cells: cells.map { $0 ?? "–" })
    }
    if rows.isEmpty { return nil }
  }

  private static func text(_ difference: PairedDifference) -> String {
    let mean = NumberFormat.signed(difference.mean)
    guard let ends = difference.interval else { return mean }
    return
      "\(mean) (\(NumberFormat.text(ends.low, digits: 3)) … \(NumberFormat.text(ends.high, digits: 3)))"
  }
}
