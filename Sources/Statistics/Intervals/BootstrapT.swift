internal import Randomness

/// The studentised bootstrap of a mean.
///
/// Efron, "Nonparametric standard errors and confidence intervals", 1981; Hall, "Theoretical comparison of bootstrap
/// confidence intervals", Annals of Statistics 16, 1988. Each resample is measured in its own standard errors, which is
/// what keeps the coverage at the few groups of an astronomical test set.
enum BootstrapT {
  static func interval(
    _ values: [Double], level: Double, resamples: Int, random: RandomSource
  ) -> ConfidenceInterval {
    let (mean, error) = (Moments.mean(values), Moments.standardError(values))
    guard let first = values.first, values.contains(where: { $0 != first }) else {
      return ConfidenceInterval(low: mean, high: mean, level: level)
    }
    var random = random
    var ratios: [Double] = []
    ratios.reserveCapacity(resamples)
    var sample = values
    for _ in 0..<resamples {
      for index in sample.indices { sample[index] = values[random.integer(below: values.count)] }
      ratios.append(ratio(sample, mean: mean))
    }
    ratios.sort()
    let tail = (1 - level) / 2
    return ConfidenceInterval(
      low: mean - Moments.quantile(sorted: ratios, 1 - tail) * error,
      high: mean - Moments.quantile(sorted: ratios, tail) * error, level: level)
  }

  /// How far a resample's mean lies from the sample's, in the resample's own standard errors.
  ///
  /// A resample of one value alone has no spread: it lies as many standard errors away as can be, which widens the interval.
  private static func ratio(_ sample: [Double], mean: Double) -> Double {
    let first = sample[0]
    guard sample.contains(where: { $0 != first }) else {
      return first == mean ? 0 : first > mean ? .infinity : -.infinity
    }
    return (Moments.mean(sample) - mean) / Moments.standardError(sample)
  }
}
