import Randomness
import Statistics
import Testing

/// Two ways to the same number differ by rounding alone.
private func expectEqual(
  _ a: Double, _ b: Double, _ tolerance: Double = 1e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(a - b) <= tolerance * max(1, abs(b)), "\(a) is not \(b)", sourceLocation: sourceLocation)
}

private let random = RandomSource(seed: 1, name: "tests")

@Suite("Statistics agree with SciPy")
struct SciPyTests {
  @Test("the references are there")
  func present() throws {
    #expect(try Reference.loaded.get().samples.count == 7)
  }

  @Test("moments", arguments: Reference.samples)
  func moments(_ sample: Reference.Sample) {
    expectEqual(Moments.mean(sample.values), sample.mean)
    expectEqual(Moments.standardDeviation(sample.values), sample.sd)
    expectEqual(Moments.median(sample.values), sample.median)
    expectEqual(Moments.quantile(sample.values, 0.3), sample.quantile_30)
    if let expected = sample.interquartile_mean_multiple_of_4 {
      expectEqual(Moments.interquartileMean(sample.values), expected)
    }
  }

  @Test("Student's interval", arguments: Reference.samples)
  func studentInterval(_ sample: Reference.Sample) {
    let interval = MeanInterval.interval(sample.values, method: .studentT, random: random)
    expectEqual(interval.low, sample.t_interval[0])
    expectEqual(interval.high, sample.t_interval[1])
  }

  @Test("resampled intervals, within their own scatter", arguments: Reference.samples)
  func resampled(_ sample: Reference.Sample) {
    for (method, expected) in [
      (IntervalMethod.bootstrapT, sample.bootstrap_t_interval), (.bca, sample.bca_interval),
      (.percentile, sample.percentile_interval),
    ] {
      let interval = MeanInterval.interval(
        sample.values, method: method, resamples: 40_000, random: random)
      // The 2.5 % quantile of 40,000 draws scatters by 0.08 % in probability; for the long tails of the studentised mean
      // of six values that is up to 4 % of the width, for the others below 2 %.
      let width = expected[1] - expected[0]
      // Means of halves lie on a lattice of 0.05, where the quantile may take the next step.
      let lattice = sample.name == "ties 10" && method != .bootstrapT ? 0.0501 : 0
      let tolerance = max((method == .bootstrapT ? 0.05 : 0.02) * width, lattice)
      #expect(abs(interval.low - expected[0]) < tolerance, "\(method): \(interval), \(expected)")
      #expect(abs(interval.high - expected[1]) < tolerance, "\(method): \(interval), \(expected)")
    }
  }

  @Test("the exact interval of a median", arguments: Reference.samples)
  func median(_ sample: Reference.Sample) throws {
    let interval = MedianInterval.interval(sample.values, level: 0.95)
    expectEqual(interval.low, try #require(sample.median_interval[0]))
    expectEqual(interval.high, try #require(sample.median_interval[1]))
  }

  @Test("sign flips, counted out", arguments: Reference.samples)
  func signFlip(_ sample: Reference.Sample) {
    guard let both = sample.sign_flip_two_sided, let greater = sample.sign_flip_greater else {
      // Too many signs to count out: drawn ones must come close to Student's answer.
      let p = SignFlip.probability(sample.values, random: random)
      let oneSided = MarginTest.superiority(sample.values, margin: 0)
      #expect(abs(p - 2 * min(oneSided, 1 - oneSided)) < 0.02)
      return
    }
    expectEqual(SignFlip.probability(sample.values, random: random), both)
    expectEqual(
      SignFlip.probability(sample.values, isTwoSided: false, random: random), greater)
  }

  @Test("Wilcoxon's signed ranks, with ties and zeros", arguments: Reference.samples)
  func wilcoxon(_ sample: Reference.Sample) {
    let test = WilcoxonSignedRank(sample.values)
    #expect(test.positiveRanks == sample.wilcoxon_positive)
    #expect(test.isExact == sample.wilcoxon_exact)
    expectEqual(test.probability, sample.wilcoxon_p)
  }

  @Test("tests against a margin", arguments: Reference.samples)
  func margins(_ sample: Reference.Sample) {
    expectEqual(
      MarginTest.nonInferiority(sample.values, margin: sample.margin), sample.non_inferiority_p)
    expectEqual(MarginTest.equivalence(sample.values, margin: sample.margin), sample.tost_p)
  }

  @Test("Welch's interval of a difference")
  func welch() throws {
    let expected = try Reference.loaded.get().welch
    let interval = MeanInterval.welch(expected.a, expected.b, level: 0.95)
    expectEqual(interval.low, expected.interval[0])
    expectEqual(interval.high, expected.interval[1])
  }

  @Test("distributions and their quantiles")
  func distributions() throws {
    let expected = try Reference.loaded.get()
    for item in expected.student {
      let distribution = StudentDistribution(freedom: item.freedom)
      expectEqual(distribution.cumulative(item.t), item.cdf, 1e-12)
      #expect(abs(distribution.upperTail(item.t) / item.sf - 1) < 1e-9, "\(item)")
    }
    for item in expected.student_quantiles {
      expectEqual(StudentDistribution(freedom: item.freedom).quantile(item.p), item.t, 1e-9)
    }
    for item in expected.normal_quantiles {
      expectEqual(NormalDistribution.quantile(item.p), item.z)
    }
    for item in expected.binomial {
      expectEqual(
        BinomialDistribution.cumulative(item.k, of: item.n, probability: item.p), item.cdf)
    }
  }

  @Test("intervals of counts")
  func counts() throws {
    let expected = try Reference.loaded.get()
    for item in expected.wilson {
      let interval = ProportionInterval.wilson(item.k, of: item.n, level: item.level)
      expectEqual(interval.low, item.interval[0])
      expectEqual(interval.high, item.interval[1])
    }
    for item in expected.zero {
      expectEqual(
        ProportionInterval.upperBoundOfZero(trials: item.n, level: item.level), item.share)
      expectEqual(
        ProportionInterval.upperBoundOfZeroRate(exposure: 1, level: item.level), item.count)
    }
  }

  @Test("Holm's correction")
  func holm() throws {
    for item in try Reference.loaded.get().holm {
      for (ours, theirs) in zip(Holm.adjusted(item.p), item.adjusted) { expectEqual(ours, theirs) }
    }
  }

  @Test("groups needed, within one of the noncentral t distribution's answer")
  func groupsNeeded() throws {
    for item in try Reference.loaded.get().groups_needed {
      let ours = try #require(
        GroupsNeeded.toShow(
          distance: 1, standardDeviation: item.ratio, level: item.level, power: item.power))
      #expect(abs(ours - item.n) <= 1, "\(item): \(ours)")
    }
  }
}
