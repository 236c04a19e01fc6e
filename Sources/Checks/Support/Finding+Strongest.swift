import Evaluation
import SkyMeasurement

extension Finding.Part {
  /// The place that stands out most in the output beyond what it did in the input; `nil` where no place is known in both.
  ///
  /// Its error is how much the output's places scatter: most of them are nothing but noise.
  static func strongest(
    _ name: String, _ output: [Double?], _ input: [Double?], unit: String
  ) -> Finding.Part? {
    let excess = zip(output, input).compactMap { after, before in
      after.flatMap { after in before.map { abs(after) - abs($0) } }
    }
    guard let highest = excess.max() else { return nil }
    let value = max(0, highest)
    let half = 1.96 * OrderStatistics.robustSigma(output.compactMap { $0 })
    return Finding.Part(
      name, value, unit: unit, interval: Finding.Interval(max(0, value - half), value + half),
      count: excess.count)
  }
}
