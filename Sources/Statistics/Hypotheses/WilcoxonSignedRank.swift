/// Wilcoxon's signed-rank test of paired differences.
///
/// Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1, 1945. Differences of zero are left out.
public struct WilcoxonSignedRank: Equatable, Sendable {
  /// The sum of the ranks of positive differences.
  public let positiveRanks: Double
  /// The differences that are not zero.
  public let count: Int
  /// The two-sided probability of ranks at least as one-sided as these, between equals.
  public let probability: Double
  /// Whether the probability is counted out; otherwise it is the normal approximation, without continuity correction.
  public let isExact: Bool

  /// Up to this many differences without ties the probability is counted out.
  public static let exactLimit = 50

  public init(_ differences: [Double]) {
    let kept = differences.filter { $0 != 0 }
    count = kept.count
    let order = kept.indices.sorted { abs(kept[$0]) < abs(kept[$1]) }
    var (positive, ties, start) = (0.0, 0.0, 0)
    while start < order.count {
      var end = start
      while end + 1 < order.count, abs(kept[order[end + 1]]) == abs(kept[order[start]]) { end += 1 }
      let rank = Double(start + end) / 2 + 1
      let size = Double(end - start + 1)
      ties += size * size * size - size
      for place in start...end where kept[order[place]] > 0 { positive += rank }
      start = end + 1
    }
    positiveRanks = positive
    isExact = ties == 0 && kept.count <= Self.exactLimit
    let n = Double(kept.count)
    if kept.isEmpty {
      probability = 1
    } else if isExact {
      let least = min(positive, n * (n + 1) / 2 - positive)
      probability = min(1, 2 * Self.cumulative(Int(least), count: kept.count))
    } else {
      let variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
      let z = (positive - n * (n + 1) / 4) / variance.squareRoot()
      probability = min(1, 2 * NormalDistribution.cumulative(-abs(z)))
    }
  }

  /// The share of the `2^n` choices of signs whose positive ranks sum to at most `sum`.
  private static func cumulative(_ sum: Int, count: Int) -> Double {
    var ways = [Double](repeating: 0, count: count * (count + 1) / 2 + 1)
    ways[0] = 1
    var reach = 0
    for rank in 1...count {
      reach += rank
      for total in stride(from: reach, through: rank, by: -1) { ways[total] += ways[total - rank] }
    }
    var (below, all) = (0.0, 0.0)
    for (total, number) in ways.enumerated() {
      all += number
      if total <= sum { below += number }
    }
    return below / all
  }
}
