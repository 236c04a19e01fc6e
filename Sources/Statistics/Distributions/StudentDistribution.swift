/// Student's t distribution.
///
/// Student, "The probable error of a mean", Biometrika 6, 1908.
public struct StudentDistribution: Sendable {
  /// The degrees of freedom, at least a little above zero; not whole for Welch's test.
  public let freedom: Double

  public init(freedom: Double) {
    precondition(freedom > 0, "\(freedom) degrees of freedom")
    self.freedom = freedom
  }

  /// The probability of a value of at most `t`.
  public func cumulative(_ t: Double) -> Double {
    if t.isInfinite { return t > 0 ? 1 : 0 }
    let tail = 0.5 * IncompleteBeta.regularized(freedom / (freedom + t * t), freedom / 2, 0.5)
    return t > 0 ? 1 - tail : tail
  }

  /// The probability of a value of at least `t`, without the cancellation of `1 - cumulative`.
  public func upperTail(_ t: Double) -> Double { cumulative(-t) }

  /// The value below which a share `probability` of the distribution lies, for `0 < probability < 1`.
  public func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "no quantile at \(probability)")
    if probability == 0.5 { return 0 }
    // By the tail, which keeps its digits: the upper half mirrors the lower one.
    let tail = min(probability, 1 - probability)
    var limit = 2.0
    while cumulative(-limit) > tail { limit *= 2 }
    let t = Bisection.root(from: -limit, to: 0) { cumulative($0) - tail }
    return probability < 0.5 ? t : -t
  }

  /// How many standard errors to each side hold the true value with a probability.
  public func factor(level: Double = 0.95) -> Double { quantile(0.5 + level / 2) }
}
