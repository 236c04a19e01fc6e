internal import Randomness

/// The percentile bootstrap of a mean, plain or bias-corrected and accelerated.
///
/// Efron, "Better bootstrap confidence intervals", JASA 82, 1987. Both cover too little below 40 groups; they are here to
/// be compared with.
enum Percentiles {
  static func interval(
    _ values: [Double], level: Double, resamples: Int, random: RandomSource, isCorrected: Bool
  ) -> ConfidenceInterval {
    var random = random
    let mean = Moments.mean(values)
    var means: [Double] = []
    means.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var sum = 0.0
      for _ in values.indices { sum += values[random.integer(below: values.count)] }
      means.append(sum / Double(values.count))
    }
    means.sort()
    var (low, high) = ((1 - level) / 2, (1 + level) / 2)
    if isCorrected, let corrected = corrected(values, means: means, mean: mean, low, high) {
      (low, high) = corrected
    }
    return ConfidenceInterval(
      low: Moments.quantile(sorted: means, low), high: Moments.quantile(sorted: means, high),
      level: level)
  }

  /// The percentiles that undo bias and skewness; none where the values are all alike.
  private static func corrected(
    _ values: [Double], means: [Double], mean: Double, _ low: Double, _ high: Double
  ) -> (Double, Double)? {
    let below = Double(means.count { $0 < mean }) + 0.5 * Double(means.count { $0 == mean })
    let share = below / Double(means.count)
    guard share > 0, share < 1 else { return nil }
    let bias = NormalDistribution.quantile(share)
    var (squares, cubes) = (0.0, 0.0)
    for value in values {
      // The jackknife's deviation of a mean is the value's own, times a constant that cancels.
      let deviation = value - mean
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    guard squares > 0 else { return nil }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    func moved(_ probability: Double) -> Double {
      let z = bias + NormalDistribution.quantile(probability)
      return NormalDistribution.cumulative(bias + z / (1 - acceleration * z))
    }
    return (moved(low), moved(high))
  }
}
