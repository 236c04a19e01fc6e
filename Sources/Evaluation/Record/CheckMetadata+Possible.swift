package import Statistics

extension CheckMetadata {
  /// The part of an interval that holds values which the check can take: no fewer than none of the stars are lost.
  ///
  /// Intervals of means know nothing of bounds; cut at them they cover the truth as often.
  package func possible(_ interval: ConfidenceInterval) -> ConfidenceInterval {
    func cut(_ end: Double) -> Double {
      min(max(end, lowerBound ?? -.infinity), upperBound ?? .infinity)
    }
    return ConfidenceInterval(
      low: cut(interval.low), high: cut(interval.high), level: interval.level)
  }
}
