import Randomness
import SkyMeasurement
import Testing

@Suite("The deviation from differences of pairs")
struct PairwiseDeviationTests {
  private func normal(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomSource(seed: seed, name: "pairwise deviation")
    return (0..<count).map { _ in random.normal() }
  }

  /// 400 draws know their mean to a twentieth of one draw's own error.
  @Test(
    "is the standard deviation of Gaussian values, and scatters by 0.78 over the root of their number",
    arguments: [12, 25, 60])
  func gaussian(_ count: Int) {
    let draws = (0..<400).map { PairwiseDeviation.sigma(normal(count, seed: $0)).value }
    let mean = draws.reduce(0, +) / 400
    let scatter = (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    #expect(abs(mean - 1) < 0.03, "\(mean)")
    #expect(abs(scatter * Double(count).squareRoot() / PairwiseDeviation.relativeError - 1) < 0.25)
  }

  @Test("values that are far off hardly change it")
  func outliers() {
    var values = normal(100, seed: 3)
    let before = PairwiseDeviation.sigma(values).value
    for i in 0..<10 { values[i] = 1e9 * Double(i + 1) }
    #expect(PairwiseDeviation.sigma(values).value < 1.35 * before)
  }

  @Test("of many values evenly chosen ones stand for all, and few say nothing")
  func counts() {
    #expect(PairwiseDeviation.sigma(normal(1200, seed: 5)).count == 400)
    #expect(PairwiseDeviation.sigma([]) == (0, 0))
    #expect(PairwiseDeviation.sigma([4]) == (0, 1))
  }
}
