private import Foundation

/// 95 % intervals of the figures that checks report.
package enum Intervals {
  /// Half the width of a median's 95 % interval, `t * 1.2533 * sigma / sqrt(n)`, with the robust sigma.
  ///
  /// 1.2533 = sqrt(pi/2) is the ratio of a median's standard error to a mean's for Gaussian values. Of few values the robust
  /// sigma is both too small (by n / (n - 0.8), Croux and Rousseeuw 1992) and uncertain, hence Student's factor.
  package static func medianHalfWidth(sigma: Double, count: Int) -> Double {
    guard count > 1 else { return 0 }
    let n = Double(count)
    return student(n - 1) * n / (n - 0.8) * 1.2533 * sigma / n.squareRoot()
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
    // At either end the formula gives 0 or 1 but for rounding.
    return (
      successes == 0 ? 0 : max(0, center - half), successes == count ? 1 : min(1, center + half)
    )
  }

  /// Student's 97.5 % point for a number of degrees of freedom that need not be whole.
  ///
  /// Cornish and Fisher's expansion about the normal's 1.96, good to 1 % from three degrees on; below that 13.
  package static func student(_ degrees: Double) -> Double {
    guard degrees >= 2.9 else { return 13 }
    let z = 1.959964
    let (z3, z5) = (z * z * z, z * z * z * z * z)
    let first = (z3 + z) / 4
    let second = (5 * z5 + 16 * z3 + 3 * z) / 96
    let third = (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / 384
    return z + first / degrees + second / (degrees * degrees)
      + third / (degrees * degrees * degrees)
  }
}
