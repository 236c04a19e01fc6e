import Randomness
import SkyMeasurement
import Statistics
import Testing

@Suite("Slopes of unequal points")
struct SlopeTests {
  private static let unit = [Double](repeating: 1, count: 12)

  /// The 95 % interval of the slope of a line with a level of its own.
  private func interval(_ x: [Double], _ y: [Double]) throws -> (value: Double, half: Double) {
    let rows = x.map { [$0, 1] }
    let weights = [Double](repeating: 1, count: x.count)
    let fit = try #require(LeastSquares(rows: rows, targets: y, weights: weights))
    let errors = rows.indices.map {
      y[$0] - fit.solution[0] * rows[$0][0] - fit.solution[1]
    }
    let error = fit.standardError(of: [1, 0], rows: rows, errors: errors, weights: weights)
    let freedom = fit.freedom(of: [1, 0], rows: rows)
    return (fit.solution[0], StudentDistribution(freedom: freedom).factor() * error)
  }

  /// 1,000 lines through 12 points whose noise grows tenfold towards the ends, as that of the reddest and bluest stars does:
  /// 95 % is within 1.4 % at two standard deviations, and a wider interval accuses nobody.
  @Test("the interval covers the truth as often as it says, where two standard errors do not")
  func coverage() throws {
    var random = RandomSource(seed: 5, name: "slopes")
    var (held, naive) = (0, 0)
    for _ in 0..<1000 {
      let x = (0..<12).map { _ in random.normal() }
      let y = x.map { 2 * $0 + 0.1 * (1 + 9 * $0 * $0 / 4) * random.normal() }
      let slope = try interval(x, y)
      if abs(slope.value - 2) <= slope.half { held += 1 }
      let mean = x.reduce(0, +) / 12
      let square = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let level = y.reduce(0, +) / 12 - slope.value * mean
      let rest = zip(x, y).reduce(0) {
        $0 + ($1.1 - level - slope.value * $1.0) * ($1.1 - level - slope.value * $1.0)
      }
      if abs(slope.value - 2) <= 2 * (rest / 10 / square).squareRoot() { naive += 1 }
    }
    #expect(held >= 936, "\(held) of 1000")
    #expect(naive < 900, "\(naive) of 1000")
  }

  @Test("a mean of n values has n - 1 degrees of freedom, and one far point leaves hardly any")
  func freedom() throws {
    let ones = [[Double]](repeating: [1], count: 9)
    let mean = try #require(
      LeastSquares(
        rows: ones, targets: (0..<9).map(Double.init), weights: Array(Self.unit.prefix(9)))
    )
    #expect(abs(mean.freedom(of: [1], rows: ones) - 8) < 1e-9)
    let rows = ([10] + (0..<11).map { 0.1 * Double($0) }).map { [$0, 1] }
    let far = try #require(
      LeastSquares(rows: rows, targets: rows.map { $0[0] }, weights: Self.unit))
    #expect(far.freedom(of: [1, 0], rows: rows) < 4)
  }
}
