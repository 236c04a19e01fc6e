internal import Evaluation
internal import Randomness
internal import Statistics
internal import Testing

@Suite("the interval over targets")
struct TargetIntervalTests {
  private static let values = [3.1, 2.4, 3.9, 2.2, 3.3, 2.8, 6.5, 3.0, 2.6]

  @Test("says nothing of two targets, or of what is no number")
  func few() {
    #expect(TargetInterval.interval([1, 2]) == nil)
    #expect(TargetInterval.interval([1, 2, .nan]) == nil)
  }

  @Test("is Student's t of three to seven")
  func student() throws {
    let values = Array(Self.values.prefix(7))
    #expect(TargetInterval.interval(values) == MeanInterval.studentT(values, level: 0.95))
  }

  @Test(
    "is the studentised bootstrap from eight on: longer towards the tail, the same bits every time")
  func bootstrap() throws {
    let interval = try #require(TargetInterval.interval(Self.values))
    #expect(interval == TargetInterval.interval(Self.values))
    let mean = Moments.mean(Self.values)
    let student = MeanInterval.studentT(Self.values, level: 0.95)
    #expect(interval != student)
    #expect(interval.high - mean > mean - interval.low, "one target is far above the others")
  }

  @Test("holds no value that its check cannot take")
  func possible() throws {
    var check = try #require(FixtureChecks.all.first)
    (check.lowerBound, check.upperBound) = (0, 1)
    let wide = ConfidenceInterval(low: -0.03, high: 1.2, level: 0.95)
    #expect(check.possible(wide) == ConfidenceInterval(low: 0, high: 1, level: 0.95))
    check.upperBound = nil
    #expect(check.possible(wide).high == 1.2)
  }
}
