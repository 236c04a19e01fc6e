private import Foundation

/// 95 % intervals of the figures that checks report.
package enum Intervals {
  /// Half the width of a median's 95 % interval, `1.96 * 1.2533 * sigma / sqrt(n)`, with the robust sigma.
  ///
  /// 1.2533 = sqrt(pi/2) is the ratio of a median's standard error to a mean's for Gaussian values.
  package static func medianHalfWidth(sigma: Double, count: Int) -> Double {
    count > 0 ? 1.96 * 1.2533 * sigma / Double(count).squareRoot() : 0
  }

  /// Wilson's interval of a proportion at 95 %.
  ///
  /// Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
  package static func wilson(_ successes: Int, of count: Int) -> (low: Double, high: Double) {
    guard count > 0 else { return (0, 1) }
    let z = 1.96
    let n = Double(count)
    let p = Double(successes) / n
    let denominator = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / denominator
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
    return (max(0, center - half), min(1, center + half))
  }
}
