internal import Statistics

extension Finding.Interval {
  /// `value` plus or minus `half`.
  package static func around(_ value: Double, _ half: Double) -> Finding.Interval {
    Finding.Interval(value - half, value + half)
  }

  /// `value` plus or minus `half`, within what a similarity can be.
  package static func similarity(_ value: Double, _ half: Double) -> Finding.Interval {
    Finding.Interval(max(-1, value - half), min(1, value + half))
  }

  /// Wilson's interval of a proportion.
  package static func wilson(_ successes: Int, of count: Int) -> Finding.Interval {
    let limits = ProportionInterval.wilson(successes, of: count)
    return Finding.Interval(limits.low, limits.high)
  }
}
