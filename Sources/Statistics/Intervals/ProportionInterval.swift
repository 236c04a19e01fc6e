private import Glibc

/// Intervals of counts.
public enum ProportionInterval {
  /// Wilson's score interval of a share.
  ///
  /// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
  public static func wilson(_ successes: Int, of trials: Int, level: Double = 0.95)
    -> ConfidenceInterval
  {
    precondition(successes >= 0 && successes <= trials, "\(successes) of \(trials)")
    guard trials > 0 else { return ConfidenceInterval(low: 0, high: 1, level: level) }
    let z = NormalDistribution.quantile(0.5 + level / 2)
    let n = Double(trials)
    let p = Double(successes) / n
    let denominator = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / denominator
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
    // At the ends the formula gives 0 and 1 but for rounding.
    return ConfidenceInterval(
      low: successes == 0 ? 0 : max(0, center - half),
      high: successes == trials ? 1 : min(1, center + half), level: level)
  }

  /// What the share may still be when nothing happened in `trials`: `3 / n` at 95 %.
  ///
  /// The exact bound is `1 - alpha^(1/n)`; Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?",
  /// JAMA 249, 1983.
  public static func upperBoundOfZero(trials: Int, level: Double = 0.95) -> Double {
    trials > 0 ? -expm1(log(1 - level) / Double(trials)) : 1
  }

  /// What a rate may still be when nothing happened over an `exposure`, such as megapixels: `3 / exposure` at 95 %.
  public static func upperBoundOfZeroRate(exposure: Double, level: Double = 0.95) -> Double {
    exposure > 0 ? -log(1 - level) / exposure : .infinity
  }
}
