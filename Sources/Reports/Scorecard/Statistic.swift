internal import Evaluation

/// How one figure stands for several scenes.
package enum Statistic: String {
  case mean, median

  /// The median for drifts, where one ruined scene must not hide the rest; the mean for everything else.
  init(for direction: CheckMetadata.Direction) {
    switch direction {
    case .closerToZeroIsBetter, .closerToOneIsBetter: self = .median
    case .higherIsBetter, .lowerIsBetter: self = .mean
    }
  }

  /// `nil` of nothing.
  func callAsFunction(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    switch self {
    case .mean:
      var sum = 0.0
      for value in values { sum += value }
      return sum / Double(values.count)
    case .median:
      let sorted = values.sorted()
      let middle = sorted.count / 2
      return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
  }
}

extension CheckMetadata.Direction {
  /// How far a value is from the best: lower is better, whatever the check's direction.
  func loss(_ value: Double) -> Double {
    switch self {
    case .higherIsBetter: -value
    case .lowerIsBetter: value
    case .closerToZeroIsBetter: abs(value)
    case .closerToOneIsBetter: abs(value - 1)
    }
  }

  /// The value that a perfect candidate has, where the direction names one.
  var ideal: Double? {
    switch self {
    case .closerToZeroIsBetter: 0
    case .closerToOneIsBetter: 1
    case .higherIsBetter, .lowerIsBetter: nil
    }
  }

  /// The direction in words.
  var words: String {
    switch self {
    case .higherIsBetter: "higher is better"
    case .lowerIsBetter: "lower is better"
    case .closerToZeroIsBetter: "closer to zero is better"
    case .closerToOneIsBetter: "closer to one is better"
    }
  }

  /// The direction as a sign beside the words.
  var sign: String {
    switch self {
    case .higherIsBetter: "↑"
    case .lowerIsBetter: "↓"
    case .closerToZeroIsBetter: "→ 0"
    case .closerToOneIsBetter: "→ 1"
    }
  }
}
