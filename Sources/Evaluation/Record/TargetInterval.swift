internal import Randomness
package import Statistics

/// The 95 % interval of a mean over targets.
package enum TargetInterval {
  /// Below this many targets an interval says nothing.
  package static let fewest = 3
  /// From this many on the bootstrap covers skewed values better than Student's t and is no wider.
  private static let fewestResampled = 8
  private static let resamples = 2000

  /// The studentised bootstrap over targets, the gate's own, of eight and more; Student's t of three to seven, for which the
  /// bootstrap is much wider than it need be (docs/decisions/0114).
  ///
  /// `nil` for fewer than three targets, and where a value is no number. The same values give the same bits.
  ///
  /// - Parameter values: one a target.
  package static func interval(_ values: [Double]) -> ConfidenceInterval? {
    guard values.count >= fewest, values.allSatisfy(\.isFinite) else { return nil }
    return MeanInterval.interval(
      values, method: values.count >= fewestResampled ? .bootstrapT : .studentT,
      resamples: resamples, random: RandomSource(seed: 0, name: "interval over targets"))
  }
}
