public import Randomness

/// Intervals for the mean of independent values, one value a group.
///
/// A group is what could have come out otherwise: a target, a night, a camera. Tiles and frames of one target are not
/// independent; they are averaged before they come here.
public enum MeanInterval {
  /// The interval of a method.
  ///
  /// - Parameters:
  ///   - values: one a group; fewer than two give the unbounded interval.
  ///   - random: the stream of resampling methods; the same stream gives the same bits.
  public static func interval(
    _ values: [Double], method: IntervalMethod = .bootstrapT, level: Double = 0.95,
    resamples: Int = 10_000, random: RandomSource
  ) -> ConfidenceInterval {
    precondition(level > 0 && level < 1, "a level of \(level)")
    guard values.count >= 2, values.allSatisfy(\.isFinite) else { return .unbounded(level: level) }
    switch method {
    case .studentT: return studentT(values, level: level)
    case .bootstrapT:
      return BootstrapT.interval(values, level: level, resamples: resamples, random: random)
    case .signFlip:
      return SignFlip.interval(values, level: level, resamples: resamples, random: random)
    case .bca, .percentile:
      return Percentiles.interval(
        values, level: level, resamples: resamples, random: random, isCorrected: method == .bca)
    }
  }

  /// Student's t interval: `mean +- t s / sqrt(n)`.
  public static func studentT(_ values: [Double], level: Double) -> ConfidenceInterval {
    guard values.count >= 2 else { return .unbounded(level: level) }
    let mean = Moments.mean(values)
    let half =
      StudentDistribution(freedom: Double(values.count - 1)).factor(level: level)
      * Moments.standardError(values)
    return ConfidenceInterval(low: mean - half, high: mean + half, level: level)
  }

  /// Welch's t interval for the difference of the means of two independent samples, `a` minus `b`.
  ///
  /// Welch, "The generalization of Student's problem when several different population variances are involved",
  /// Biometrika 34, 1947.
  public static func welch(_ a: [Double], _ b: [Double], level: Double) -> ConfidenceInterval {
    guard a.count >= 2, b.count >= 2 else { return .unbounded(level: level) }
    let difference = Moments.mean(a) - Moments.mean(b)
    let (va, vb) = (
      Moments.variance(a) / Double(a.count), Moments.variance(b) / Double(b.count)
    )
    guard va + vb > 0 else {
      return ConfidenceInterval(low: difference, high: difference, level: level)
    }
    let freedom =
      (va + vb) * (va + vb)
      / (va * va / Double(a.count - 1) + vb * vb / Double(b.count - 1))
    let half =
      StudentDistribution(freedom: freedom).factor(level: level) * (va + vb).squareRoot()
    return ConfidenceInterval(low: difference - half, high: difference + half, level: level)
  }
}
