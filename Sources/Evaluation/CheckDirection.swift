extension CheckMetadata.Direction {
  /// How far a value is from the best: lower is better, whatever the check's direction.
  package func loss(_ value: Double) -> Double {
    switch self {
    case .higherIsBetter: -value
    case .lowerIsBetter: value
    case .closerToZeroIsBetter: abs(value)
    case .closerToOneIsBetter: abs(value - 1)
    }
  }

  /// How much better one value is than another, in the check's unit.
  package func improvement(_ value: Double, over other: Double) -> Double {
    loss(other) - loss(value)
  }

  /// The value that a perfect candidate has, where the direction names one.
  package var ideal: Double? {
    switch self {
    case .closerToZeroIsBetter: 0
    case .closerToOneIsBetter: 1
    case .higherIsBetter, .lowerIsBetter: nil
    }
  }
}
