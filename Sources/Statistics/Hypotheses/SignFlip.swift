public import Randomness

/// The sign-flip test of paired differences, and the interval that it implies.
///
/// Between equals, each difference could as well have had the other sign (Fisher, "The Design of Experiments", 1935).
public enum SignFlip {
  /// Up to this many values every choice of signs is tried.
  public static let exactLimit = 16

  /// The probability that differences of random sign have a mean at least as large as this one.
  ///
  /// - Parameter isTwoSided: counts means as far away on the other side, too.
  public static func probability(
    _ differences: [Double], isTwoSided: Bool = true, resamples: Int = 10_000,
    random: RandomSource
  ) -> Double {
    guard !differences.isEmpty else { return 1 }
    var total = 0.0
    for value in differences { total += value }
    let observed = isTwoSided ? abs(total) : total
    // Sums of the same terms in another order differ by rounding; they count as equal.
    var size = 0.0
    for value in differences { size += abs(value) }
    let tolerance = 1e-12 * size
    func counts(_ sum: Double) -> Bool { (isTwoSided ? abs(sum) : sum) >= observed - tolerance }
    let count = differences.count
    if count <= exactLimit {
      var extreme = 0
      for signs in 0..<(1 << count) {
        var sum = 0.0
        for (index, value) in differences.enumerated() {
          sum += signs >> index & 1 == 0 ? value : -value
        }
        if counts(sum) { extreme += 1 }
      }
      return Double(extreme) / Double(1 << count)
    }
    var random = random
    // The observed signs are one of the choices.
    var extreme = 1
    for _ in 0..<resamples {
      var sum = 0.0
      for value in differences { sum += random.next() >> 63 == 0 ? value : -value }
      if counts(sum) { extreme += 1 }
    }
    return Double(extreme) / Double(resamples + 1)
  }

  /// The interval of values that the test does not refuse.
  ///
  /// The centre of a symmetric distribution falls between two neighbours of the sorted means of all subsets with equal
  /// probability (Hartigan, "Using subsample values as typical values", JASA 64, 1969). Unbounded below six values at 95 %.
  public static func interval(
    _ values: [Double], level: Double, resamples: Int = 10_000, random: RandomSource
  ) -> ConfidenceInterval {
    var means: [Double] = []
    if values.count <= exactLimit {
      means.reserveCapacity(1 << values.count)
      for subset in 1..<(1 << values.count) { means.append(mean(of: values, subset)) }
    } else {
      var random = random
      while means.count < resamples {
        var (sum, count) = (0.0, 0)
        for value in values where random.next() >> 63 == 0 {
          sum += value
          count += 1
        }
        if count > 0 { means.append(sum / Double(count)) }
      }
    }
    means.sort()
    let cut = Int(((1 - level) / 2 * Double(means.count + 1)).rounded(.down))
    guard cut > 0 else { return .unbounded(level: level) }
    return ConfidenceInterval(
      low: means[cut - 1], high: means[means.count - cut], level: level)
  }

  private static func mean(of values: [Double], _ subset: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for (index, value) in values.enumerated() where subset >> index & 1 == 1 {
      sum += value
      count += 1
    }
    return sum / Double(count)
  }
}
