/// The exact interval of a median, from the order of the values alone.
///
/// Between the k-th smallest and the k-th largest value lies the median with a binomial probability, whatever the
/// distribution (Thompson, "On confidence ranges for the median", Annals of Mathematical Statistics 7, 1936).
public enum MedianInterval {
  /// The narrowest such interval that covers at least `level`; unbounded below six values at 95 %.
  public static func interval(_ values: [Double], level: Double) -> ConfidenceInterval {
    let sorted = values.sorted()
    let tail = (1 - level) / 2
    var rank = 0
    while rank < sorted.count / 2,
      BinomialDistribution.cumulative(rank, of: sorted.count, probability: 0.5) <= tail
    { rank += 1 }
    guard rank > 0 else { return .unbounded(level: level) }
    return ConfidenceInterval(
      low: sorted[rank - 1], high: sorted[sorted.count - rank], level: level)
  }
}
