public import Randomness

/// Several trainings of one architecture on the same groups.
///
/// The values of one group are averaged over the seeds before anything is said about groups, so a seed never counts as a
/// group; how much the seeds differ is told beside it.
public struct SeedPooling: Equatable, Sendable {
  /// The groups in order, and their means over seeds.
  public let groups: [String]
  public let means: [Double]
  public let seedCount: Int
  /// The standard deviation between seeds of the mean over groups; `nil` for one seed.
  public let seedDeviation: Double?

  /// - Parameter values: by seed, then by group. Groups that a seed lacks are left out for every seed.
  public init(_ values: [[String: Double]]) {
    let common = values.dropFirst().reduce(Set(values.first?.keys.map(\.self) ?? [])) {
      $0.intersection($1.keys)
    }
    let groups = common.sorted()
    self.groups = groups
    seedCount = values.count
    means = groups.map { group in Moments.mean(values.map { $0[group] ?? .nan }) }
    let bySeed = values.map { seed in Moments.mean(groups.map { seed[$0] ?? .nan }) }
    seedDeviation = values.count > 1 && !groups.isEmpty ? Moments.standardDeviation(bySeed) : nil
  }

  /// A percentile interval of the interquartile mean when groups and seeds are both drawn again: for claims about an
  /// architecture and not about one trained network.
  ///
  /// The stratified bootstrap of Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice",
  /// NeurIPS 2021: within each group the seeds are drawn with replacement; here the groups are drawn as well.
  public static func architectureInterval(
    _ values: [[String: Double]], level: Double = 0.95, resamples: Int = 10_000,
    random: RandomSource
  ) -> ConfidenceInterval {
    let groups = SeedPooling(values).groups
    guard groups.count >= 2, values.count >= 2 else { return .unbounded(level: level) }
    let table = groups.map { group in values.map { $0[group] ?? .nan } }
    var random = random
    var estimates: [Double] = []
    estimates.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var drawn: [Double] = []
      for _ in table {
        let row = table[random.integer(below: table.count)]
        for _ in row { drawn.append(row[random.integer(below: row.count)]) }
      }
      estimates.append(Moments.interquartileMean(drawn))
    }
    estimates.sort()
    let tail = (1 - level) / 2
    return ConfidenceInterval(
      low: Moments.quantile(sorted: estimates, tail),
      high: Moments.quantile(sorted: estimates, 1 - tail), level: level)
  }
}
