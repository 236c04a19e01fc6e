private import Glibc

/// The number of successes in independent trials of one probability.
public enum BinomialDistribution {
  /// The probability of at most `successes` in `trials`.
  public static func cumulative(_ successes: Int, of trials: Int, probability: Double) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return 1
      - IncompleteBeta.regularized(probability, Double(successes) + 1, Double(trials - successes))
  }
}
