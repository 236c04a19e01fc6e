import Evaluation

private import Foundation

extension Finding.Interval {
  /// Of a number that was counted, for the mean of its Poisson distribution.
  ///
  /// The lower end is the Gaussian one, a further count lower; the upper end Wilson and Hilferty's form of the exact limit.
  static func poisson(_ count: Int) -> Finding.Interval {
    let number = Double(count)
    let more = number + 1
    return Finding.Interval(
      max(0, number - 1.96 * number.squareRoot() - 1),
      more * pow(1 - 1 / (9 * more) + 1.96 / (3 * more.squareRoot()), 3))
  }

  /// The same interval in another unit.
  static func / (interval: Finding.Interval, divisor: Double) -> Finding.Interval {
    Finding.Interval(interval.low / divisor, interval.high / divisor)
  }
}
