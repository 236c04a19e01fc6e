import Evaluation
import SkyMeasurement
import Statistics

extension Finding.Interval {
  /// `value` plus or minus `half`.
  static func around(_ value: Double, _ half: Double) -> Finding.Interval {
    Finding.Interval(value - half, value + half)
  }

  /// `value` plus or minus `half`, within what a similarity can be.
  static func similarity(_ value: Double, _ half: Double) -> Finding.Interval {
    Finding.Interval(max(-1, value - half), min(1, value + half))
  }

  /// Wilson's interval of a proportion.
  static func wilson(_ successes: Int, of count: Int) -> Finding.Interval {
    let limits = ProportionInterval.wilson(successes, of: count)
    return Finding.Interval(limits.low, limits.high)
  }
}

/// A median with half the width of its 95 % interval and the robust scatter of the values.
struct MedianFigure {
  let value: Double
  let halfWidth: Double
  let scatter: Double
  let count: Int

  init(_ values: [Double]) {
    value = OrderStatistics.median(values)
    scatter = OrderStatistics.robustSigma(values)
    count = values.count
    halfWidth = Intervals.medianHalfWidth(sigma: scatter, count: count)
  }
}
