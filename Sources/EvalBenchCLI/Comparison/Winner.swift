import Evaluation

/// Chooses the candidate to export, on the validation split alone.
struct Winner: Equatable {
  var candidate: String
  var reason: String

  static let metric = "psnr-display"
  static let guardMetric = "star-loss"

  /// The network with the highest mean PSNR on the display stretch among those that lose no more stars than the most careful
  /// classical filter; where none does, the one that loses the fewest.
  static func choose(_ entries: [Comparison.Entry], rows: [RunRecord.Row]) -> Winner? {
    let networks = entries.filter { $0.model != nil }.map(\.record.name)
    guard !networks.isEmpty else { return nil }
    let filters = entries.filter { $0.record.kind == .baseline }.map(\.record.name)
      .filter { $0 != IdentityFilter.id }
    func mean(_ candidate: String, _ check: String) -> Double? {
      meanOf(check, candidate, rows, split: .validation)
    }
    let allowed = filters.compactMap { mean($0, guardMetric) }.min()
    let careful = networks.filter { name in
      guard let allowed, let loss = mean(name, guardMetric) else { return true }
      return loss <= allowed
    }
    let scored = (careful.isEmpty ? networks : careful).compactMap { name in
      mean(name, metric).map { (name, $0) }
    }
    guard
      let best = scored.enumerated().max(by: {
        ($0.element.1, -$0.offset) < ($1.element.1, -$1.offset)
      })?.element
    else { return nil }
    if careful.isEmpty, let allowed {
      let fewest =
        networks.compactMap { name in mean(name, guardMetric).map { (name, $0) } }
        .min { $0.1 < $1.1 } ?? best
      return Winner(
        candidate: fewest.0,
        reason:
          "every network loses more stars on the validation frames than the most careful classical filter (\(decimal(allowed * 100, 2)) %); \(fewest.0) loses the fewest"
      )
    }
    let stars =
      allowed.map {
        " among the networks that lose no more stars there than the most careful classical filter (\(decimal($0 * 100, 2)) %)"
      } ?? ""
    return Winner(
      candidate: best.0,
      reason:
        "highest mean PSNR on the display stretch over the validation frames (\(decimal(best.1, 2)) dB)\(stars)"
    )
  }

  /// The mean of a check over the frames of a split where it was measured.
  static func meanOf(
    _ check: String, _ candidate: String, _ rows: [RunRecord.Row], split: RunRecord.Split
  ) -> Double? {
    let values = rows.compactMap { row in
      row.candidate == candidate && row.check == check && row.split == split
        ? row.finding?.value : nil
    }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
