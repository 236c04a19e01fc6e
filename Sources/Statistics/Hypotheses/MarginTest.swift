/// Tests of a mean against a margin, by Student's t.
public enum MarginTest {
  /// The one-sided probability of a mean this large if the true one were at most `margin`; 1 below two values.
  public static func superiority(_ values: [Double], margin: Double) -> Double {
    guard values.count >= 2 else { return 1 }
    let error = Moments.standardError(values)
    let excess = Moments.mean(values) - margin
    guard error > 0 else { return excess > 0 ? 0 : 1 }
    return StudentDistribution(freedom: Double(values.count - 1)).upperTail(excess / error)
  }

  /// The probability of improvements like these if the true mean were worse than `-margin`.
  ///
  /// Positive values are improvements. Small: the candidate is not worse by more than the margin.
  public static func nonInferiority(_ improvements: [Double], margin: Double) -> Double {
    superiority(improvements, margin: -margin)
  }

  /// The larger of the two one-sided probabilities that the true mean lies outside `-margin...margin`.
  ///
  /// Schuirmann, "A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of
  /// average bioavailability", 1987. Small: equivalent within the margin. A difference that is not significant is not that.
  public static func equivalence(_ values: [Double], margin: Double) -> Double {
    max(
      superiority(values, margin: -margin), superiority(values.map { -$0 }, margin: -margin))
  }
}
