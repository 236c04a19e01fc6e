import Randomness
import Statistics
import Testing

private let random = RandomSource(seed: 2, name: "tests")

@Suite("Statistics keep their word")
struct PropertyTests {
  @Test("the same stream gives the same bits", arguments: IntervalMethod.allCases)
  func deterministic(_ method: IntervalMethod) {
    let values = [0.3, 1.2, -0.4, 0.8, 0.1, 0.9, 1.5]
    let first = MeanInterval.interval(values, method: method, random: random)
    #expect(first == MeanInterval.interval(values, method: method, random: random))
    #expect(first.low < Moments.mean(values) && first.high > Moments.mean(values))
  }

  @Test("too few or broken values bound nothing", arguments: IntervalMethod.allCases)
  func tooFew(_ method: IntervalMethod) {
    for values in [[], [1.0], [1, .nan, 2], [1, .infinity, 2]] {
      let interval = MeanInterval.interval(values, method: method, random: random)
      #expect(!interval.isBounded)
    }
  }

  @Test(
    "values that are all alike leave no doubt", arguments: [IntervalMethod.bootstrapT, .studentT])
  func constant(_ method: IntervalMethod) {
    let interval = MeanInterval.interval([2, 2, 2, 2, 2, 2], method: method, random: random)
    #expect(interval.low == 2 && interval.high == 2)
  }

  @Test(
    "three groups are too few for the studentised bootstrap: a ninth of its resamples is one group alone"
  )
  func threeGroups() {
    #expect(!MeanInterval.interval([0.1, 0.2, 0.4], random: random).isBounded)
  }

  @Test("the sign-flip interval holds exactly what the test does not refuse")
  func inversion() {
    let values = [0.31, 1.17, -0.42, 0.83, 0.14, 0.95, 1.53, 0.2]
    let interval = SignFlip.interval(values, level: 0.95, random: random)
    func refused(_ center: Double) -> Bool {
      SignFlip.probability(values.map { $0 - center }, random: random) <= 0.05
    }
    let step = 1e-6
    #expect(refused(interval.low - step) && !refused(interval.low + step))
    #expect(!refused(interval.high - step) && refused(interval.high + step))
  }

  @Test("below six groups neither signs nor the order of values reach 95 %")
  func floor() {
    let five = [0.9, 1.0, 1.1, 1.2, 1.3]
    #expect(!SignFlip.interval(five, level: 0.95, random: random).isBounded)
    #expect(!MedianInterval.interval(five, level: 0.95).isBounded)
    #expect(SignFlip.interval(five + [1.4], level: 0.95, random: random).isBounded)
    #expect(MedianInterval.interval(five + [1.4], level: 0.95).isBounded)
    // The design's table: claims made together, and the groups that they need at least.
    #expect([1, 3, 6, 12, 36].map { GroupsNeeded.floor(claims: $0) } == [6, 7, 8, 9, 11])
  }

  @Test("no number of groups shows what is not so")
  func noGroups() {
    #expect(GroupsNeeded.toShow(distance: 0, standardDeviation: 1) == nil)
    #expect(GroupsNeeded.toShow(distance: -1, standardDeviation: 1) == nil)
    #expect(GroupsNeeded.toShow(distance: 1, standardDeviation: 0) == 2)
    #expect(GroupsNeeded.toShrink(distance: 0, arm: 1, groups: 10) == nil)
    #expect(GroupsNeeded.toShrink(distance: 1, arm: .infinity, groups: 10) == nil)
  }

  @Test("an arm twice as long as the distance needs four times the groups, and more for power")
  func shrinking() {
    #expect(GroupsNeeded.toShrink(distance: 1, arm: 2, groups: 10, power: 0.5) == 40)
    // (2 (1.960 + 0.842) / 1.960)^2 = 8.17
    #expect(GroupsNeeded.toShrink(distance: 1, arm: 2, groups: 10) == 82)
  }

  @Test("a seed is no group: pooling averages seeds first")
  func pooling() {
    let seeds = [["a": 1.0, "b": 3, "c": 5], ["a": 2, "b": 4, "c": 6], ["a": 3, "b": 5]]
    let pooled = SeedPooling(seeds)
    #expect(pooled.groups == ["a", "b"])
    #expect(pooled.means == [2, 4])
    #expect(pooled.seedCount == 3)
    #expect(pooled.seedDeviation == 1)
    #expect(SeedPooling([]).groups.isEmpty)
    #expect(SeedPooling([["a": 1]]).seedDeviation == nil)
  }

  @Test("drawing groups as well as seeds gives the wider interval")
  func architecture() {
    var dice = RandomSource(seed: 9, name: "seeds")
    let groups = (0..<10).map { ("g\($0)", dice.normal()) }
    let seeds = (0..<3).map { _ in
      Dictionary(uniqueKeysWithValues: groups.map { ($0.0, $0.1 + 0.05 * dice.normal()) })
    }
    let interval = SeedPooling.architectureInterval(seeds, random: random)
    #expect(interval.isBounded && interval.high - interval.low > 0.3)
    #expect(!SeedPooling.architectureInterval([seeds[0]], random: random).isBounded)
  }
}
