/// The 95 % interval of a mean or a median over targets.
package enum StatisticInterval {
  /// Student's t for a mean of three and more; for a median of six and more the order statistics that hold it with 95 %.
  ///
  /// `nil` for fewer, and where a value is no number.
  package static func interval(_ values: [Double], of statistic: Statistic) -> (
    low: Double, high: Double
  )? {
    guard values.allSatisfy(\.isFinite) else { return nil }
    let count = Double(values.count)
    switch statistic {
    case .mean:
      guard values.count >= PairedLead.fewestPairs else { return nil }
      let mean = values.reduce(0, +) / count
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let half =
        PairedLead.studentQuantile(freedom: values.count - 1)
        * (squares / (count - 1) / count).squareRoot()
      return (mean - half, mean + half)
    case .median:
      guard values.count >= PairedLead.cleanSweep else { return nil }
      let sorted = values.sorted()
      // The chance that at most `rank` of the values lie below the median, from the binomial distribution.
      var (rank, term, below) = (0, 1.0, 0.0)
      for _ in values { term /= 2 }
      while below + term <= 0.025 {
        below += term
        term *= (count - Double(rank)) / Double(rank + 1)
        rank += 1
      }
      return (sorted[max(0, rank - 1)], sorted[values.count - max(1, rank)])
    }
  }
}
