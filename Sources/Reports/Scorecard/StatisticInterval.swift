internal import Evaluation
package import Statistics

/// The 95 % interval of a mean or a median over targets.
package enum StatisticInterval {
  /// The bootstrap over targets for a mean of three and more, see `TargetInterval`; for a median of six and more the order statistics that hold it with 95 %.
  ///
  /// `nil` for fewer, and where a value is no number.
  package static func interval(
    _ values: [Double], of statistic: Statistic
  ) -> ConfidenceInterval? {
    guard values.allSatisfy(\.isFinite) else { return nil }
    switch statistic {
    case .mean:
      return TargetInterval.interval(values)
    case .median:
      guard values.count >= PairedLead.cleanSweep else { return nil }
      let sorted = values.sorted()
      let count = Double(values.count)
      // The chance that at most `rank` of the values lie below the median, from the binomial distribution.
      var (rank, term, below) = (0, 1.0, 0.0)
      for _ in values { term /= 2 }
      while below + term <= 0.025 {
        below += term
        term *= (count - Double(rank)) / Double(rank + 1)
        rank += 1
      }
      return ConfidenceInterval(
        low: sorted[max(0, rank - 1)], high: sorted[values.count - max(1, rank)], level: 0.95)
    }
  }
}
