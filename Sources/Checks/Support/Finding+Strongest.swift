import Evaluation
import SkyMeasurement

extension Finding.Part {
  /// The place that stands out most in the output beyond what it did in the input; `nil` where no place is known in both.
  ///
  /// Its error is how much the output's places scatter: most of them are nothing but noise.
  static func strongest(
    _ name: String, _ output: [Double?], _ input: [Double?], unit: String
  ) -> Finding.Part? {
    let excess = StrongestPlace.excess(output, over: input)
    guard let highest = excess.max(by: { $0.value < $1.value }) else { return nil }
    let value = max(0, highest.value)
    let half = 1.96 * OrderStatistics.robustSigma(output.compactMap { $0 })
    return Finding.Part(
      name, value, unit: unit, interval: Finding.Interval(max(0, value - half), value + half),
      count: excess.count)
  }
}

/// The place of many that stands out most.
enum StrongestPlace {
  /// How much further every place stands out in the output than in the input, of those that are known in both.
  static func excess(_ output: [Double?], over input: [Double?]) -> [(place: Int, value: Double)] {
    zip(output, input).enumerated().compactMap { place, pair in
      guard let after = pair.0, let before = pair.1 else { return nil }
      return (place, abs(after) - abs(before))
    }
  }
}
