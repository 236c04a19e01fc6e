/// A range that covers the true value with a stated probability, in the unit of what was measured.
public struct ConfidenceInterval: Equatable, Codable, Sendable {
  /// May be `-infinity`, where the sample is too small to bound anything.
  public var low: Double
  /// May be `infinity`.
  public var high: Double
  /// The share of repetitions in which such an interval covers the truth: 0.95.
  public var level: Double

  public init(low: Double, high: Double, level: Double) {
    self.low = low
    self.high = high
    self.level = level
  }

  /// The interval that says nothing.
  public static func unbounded(level: Double) -> ConfidenceInterval {
    ConfidenceInterval(low: -.infinity, high: .infinity, level: level)
  }

  public var isBounded: Bool { low.isFinite && high.isFinite }
}

/// How an interval for a mean over independent groups is made.
public enum IntervalMethod: String, CaseIterable, Codable, Sendable {
  /// Resampling of the studentised mean: the default, whose coverage holds at the few groups that a test set has.
  case bootstrapT = "bootstrap-t"
  /// Student's t.
  case studentT = "t"
  /// Inversion of the sign-flip test (Hartigan's typical values).
  case signFlip = "sign-flip"
  /// Bias-corrected and accelerated bootstrap; covers too little below 40 groups, for comparison with others' figures.
  case bca
  /// Percentile bootstrap; covers too little, for comparison with others' figures.
  case percentile
}
