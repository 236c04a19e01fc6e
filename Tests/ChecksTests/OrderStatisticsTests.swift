import Randomness
import SkyMeasurement
import Testing

@Suite("Medians and quantiles")
struct OrderStatisticsTests {
  /// Lists that mislead a sample or a partition: ties, runs, one outlier, few levels, huge numbers.
  static let lists: [(String, @Sendable (Int) -> [Double])] = [
    ("uniform", { count in numbers(count) }),
    ("ascending", { count in (0..<count).map(Double.init) }),
    ("descending", { count in (0..<count).map { -Double($0) } }),
    ("constant", { count in [Double](repeating: 2.5, count: count) }),
    ("two values", { count in numbers(count).map { $0 < 0.5 ? 1 : 3 } }),
    ("whole numbers", { count in numbers(count).map { ($0 * 20).rounded() } }),
    ("mostly zero", { count in numbers(count).map { $0 < 0.9 ? 0 : $0 } }),
    ("a few far away", { count in numbers(count).map { $0 < 0.99 ? $0 : 1e9 * $0 } }),
    ("huge ends", { count in numbers(count).map { $0 < 0.1 ? -1e300 : $0 > 0.8 ? 1e300 : $0 } }),
    ("alternating", { count in (0..<count).map { $0 % 2 == 0 ? Double($0) : -Double($0) } }),
    // Every place that a sample takes alike holds a value that no other place has.
    ("steps", { count in (0..<count).map { Double($0 / 97) } }),
  ]

  private static func numbers(_ count: Int) -> [Double] {
    var source = RandomSource(seed: UInt64(count), name: "order statistics")
    return (0..<count).map { _ in source.uniform() }
  }

  @Test("are those of the sorted list, for any list", arguments: lists.indices)
  func sorted(_ kind: Int) {
    for count in [1, 2, 3, 5, 64, 191, 192, 193, 1000, 1024, 4097, 100_003] {
      let values = Self.lists[kind].1(count)
      let sorted = values.sorted()
      let middle =
        count % 2 == 1
        ? sorted[count / 2] : 0.5 * (sorted[count / 2 - 1] + sorted[count / 2])
      #expect(OrderStatistics.median(values) == middle, "\(Self.lists[kind].0), \(count)")
      for rank in Set([0, 1, count / 7, count / 2, count - 2, count - 1])
      where sorted.indices.contains(rank) {
        #expect(OrderStatistics.smallest(rank, of: values) == sorted[rank])
      }
      for fraction in [0, 0.005, 0.1, 0.5, 0.83, 0.9999, 1] {
        #expect(
          OrderStatistics.quantile(fraction, of: values)
            == OrderStatistics.quantile(fraction, ofSorted: sorted),
          "\(Self.lists[kind].0), \(count), \(fraction)")
      }
    }
  }

  @Test("the robust spread is 1.4826 times the median distance from the median")
  func spread() {
    let values = Self.numbers(20_001)
    let sorted = values.sorted()
    let distances = values.map { abs($0 - sorted[10_000]) }.sorted()
    #expect(
      OrderStatistics.robustSigma(values) == OrderStatistics.deviationToSigma * distances[10_000])
  }

  @Test("no values have a median of zero")
  func none() {
    #expect(OrderStatistics.median([]) == 0)
    #expect(OrderStatistics.quantile(0.5, of: []) == 0)
  }
}
