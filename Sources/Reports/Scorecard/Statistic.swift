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
