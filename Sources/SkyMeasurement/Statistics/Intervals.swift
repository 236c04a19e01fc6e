private import Statistics

/// 95 % intervals of the figures that checks report.
package enum Intervals {
  /// Half the width of a median's 95 % interval, `t * 1.2533 * sigma / sqrt(n)`, with the robust sigma.
  ///
  /// 1.2533 = sqrt(pi/2) is the ratio of a median's standard error to a mean's for Gaussian values. Of few values the robust
  /// sigma is both too small (by n / (n - 0.8), Croux and Rousseeuw 1992) and uncertain, hence Student's factor: with 0.37 (n - 1)
  /// degrees of freedom, since the median deviation knows as much of sigma as the standard deviation of 0.37 times as many values
  /// (its efficiency for Gaussian values, Hampel 1974).
  package static func medianHalfWidth(sigma: Double, count: Int) -> Double {
    guard count > 1 else { return 0 }
    let n = Double(count)
    return StudentDistribution(freedom: max(1, 0.37 * (n - 1))).factor() * n / (n - 0.8) * 1.2533
      * sigma
      / n.squareRoot()
  }
}
