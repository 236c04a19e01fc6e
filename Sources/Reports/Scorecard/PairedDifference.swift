internal import Evaluation
internal import Statistics

/// One candidate's improvement over another, target by target, in a check's unit.
struct PairedDifference {
  /// Positive where the first is better, in order of the targets' names.
  var byTarget: [(target: String, value: Double)]
  var mean: Double
  /// The 95 % interval of the mean over targets; `nil` below three.
  var interval: (low: Double, high: Double)?

  /// `nil` where no target has both.
  init?(_ first: Scorecard.Cell, over second: Scorecard.Cell, _ check: CheckMetadata) {
    let others = Dictionary(
      second.byTarget.map { ($0.target, $0.value) }, uniquingKeysWith: { first, _ in first })
    byTarget = first.byTarget.compactMap { entry in
      others[entry.target].map {
        (entry.target, check.direction.improvement(entry.value, over: $0))
      }
    }.filter { $0.1.isFinite }.sorted { $0.0 < $1.0 }
    guard !byTarget.isEmpty else { return nil }
    let values = byTarget.map(\.value)
    mean = values.reduce(0, +) / Double(values.count)
    interval = TargetInterval.interval(values).map { ($0.low, $0.high) }
  }

  /// What a difference means against a margin within which nothing matters.
  func word(margin: Double) -> String {
    guard let interval else { return "undecided: fewer than three targets" }
    if interval.low > margin { return "better" }
    if interval.high < -margin { return "worse" }
    if interval.low >= -margin, interval.high <= margin { return "equivalent" }
    if interval.low > 0 { return "better, perhaps by less than matters" }
    if interval.high < 0 { return "worse, perhaps by less than matters" }
    return "undecided"
  }
}
