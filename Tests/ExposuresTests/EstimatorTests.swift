import AstroImages
import Exposures
import Foundation
import Randomness
import Skies
import SkyMeasurement
import Testing

/// Estimates and truths of many realisations, paired.
private struct Paired {
  var differences: [Double] = []
  var truths: [Double] = []

  mutating func add(_ estimate: Double, _ truth: Double) {
    differences.append(estimate - truth)
    truths.append(truth)
  }

  var mean: Double { differences.reduce(0, +) / Double(differences.count) }
  var truth: Double { truths.reduce(0, +) / Double(truths.count) }
  var standardError: Double {
    let middle = mean
    let square = differences.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return (square / Double(differences.count - 1) / Double(differences.count)).squareRoot()
  }
}

@Suite("What stacks say of an output is what the truth says")
struct EstimatorTests {
  /// The squared errors of a blurred frame by the stack, next to the true ones.
  private func errors(
    _ takings: [SimulatedStack.Taking], count: Int, scene: SimulatedStack = .clouds
  ) throws -> (output: Paired, input: Paired, covered: Double) {
    var (output, input) = (Paired(), Paired())
    var covered = 0.0
    for seed in 0..<count {
      let stack = try scene.stack(takings, seed: UInt64(seed))
      let window = FrameWindow(x: 0, y: 0, width: scene.width, height: scene.height)
      let view = try StackView(
        stack, member: 0, channel: 0, window: window, matchesSky: takings.contains { $0.sky != 0 })
      let truth = scene.truth(takings[0])
      let blurred = SimulatedStack.blurred(view.noisy)
      let error = try #require(IndependentError(of: blurred, in: view, where: view.sky))
      func squared(_ plane: Plane) -> Double {
        let d = (plane - truth).selected(by: view.sky.values)
        return d.reduce(0) { $0 + $1 * $1 } / Double(d.count)
      }
      output.add(error.squared, squared(blurred))
      input.add(error.input, squared(view.noisy))
      let actual = (squared(blurred) / squared(view.noisy)).squareRoot()
      if error.interval.low <= actual && actual <= error.interval.high { covered += 1 }
    }
    return (output, input, covered / Double(count))
  }

  @Test(
    "1,000 stacks of three unequal exposures: the mean error is the true one within two standard errors"
  )
  func threeExposures() throws {
    let takings = [
      SimulatedStack.Taking(sigma: 10), .init(sigma: 16, dx: 3, dy: -2),
      .init(sigma: 7, dx: -5, dy: 4),
    ]
    let found = try errors(takings, count: 1000)
    print(
      "three exposures: estimate minus truth \(found.output.mean) +- \(found.output.standardError) of \(found.output.truth); input \(found.input.mean) +- \(found.input.standardError) of \(found.input.truth); intervals cover \(found.covered)"
    )
    #expect(abs(found.output.mean) < 2 * found.output.standardError)
    #expect(abs(found.input.mean) < 2 * found.input.standardError)
    // 95 % intervals of nine to sixteen blocks: between 90 and 99 % allows for so few.
    #expect(found.covered > 0.88 && found.covered < 0.99)
  }

  @Test("200 pairs of exposures of equal noise: likewise, with the classical formula")
  func pairs() throws {
    let found = try errors(
      [SimulatedStack.Taking(sigma: 10), .init(sigma: 10, dx: 2, dy: 1)], count: 200)
    print(
      "pairs: estimate minus truth \(found.output.mean) +- \(found.output.standardError) of \(found.output.truth)"
    )
    // The other frame's share of the variance is measured on both frames to about 1 %, which is not bias but scatter.
    #expect(abs(found.output.mean) < 2.5 * found.output.standardError)
  }

  @Test(
    "interpolated exposures of other brightness and sky: the bias stays below 2 % of the input's noise"
  )
  func interpolated() throws {
    let takings = [
      SimulatedStack.Taking(sigma: 10), .init(sigma: 9, brightness: 0.7, sky: 40, dx: 2.4, dy: 0.5),
      .init(sigma: 12, brightness: 1.3, sky: -100, dx: -1.3, dy: 3.7),
      .init(sigma: 10, brightness: 1, sky: 15, dx: 0.5, dy: -0.5),
    ]
    let found = try errors(takings, count: 200)
    print(
      "interpolated: estimate minus truth \(found.output.mean) +- \(found.output.standardError) of \(found.output.truth), input \(found.input.truth)"
    )
    #expect(abs(found.output.mean) < 0.02 * found.input.truth)
    #expect(abs(found.input.mean) < 0.02 * found.input.truth)
  }

  @Test(
    "the transfer of a known filter is that which the truth shows, at every frequency that has signal"
  )
  func transfer() throws {
    var random = RandomSource(seed: 2, name: "texture")
    let texture = PowerLawField.make(width: 192, height: 192, index: 2.2, random: &random)
    let scene = SimulatedStack(width: 192, height: 192) { x, y in
      let (column, row) = ((Int(x) + 192) % 192, (Int(y) + 192) % 192)
      return 1000 + 12 * texture[column, row]
    }
    let stack = try scene.stack(
      [.init(sigma: 3), .init(sigma: 4, dx: 1, dy: 1), .init(sigma: 3, dx: -2, dy: 0)], seed: 4)
    let view = try StackView(
      stack, member: 0, channel: 0, window: FrameWindow(x: 0, y: 0, width: 192, height: 192),
      matchesSky: false)
    let transfer = try IndependentTransfer(of: SimulatedStack.blurred(view.noisy), in: view)
    let truth = scene.truth(.init(sigma: 0))
    let rings = Rings(width: 192, height: 192)
    let clean = try FadedSpectrum(of: truth, filling: view.hidden)
    let blurred = try FadedSpectrum(of: SimulatedStack.blurred(truth), filling: view.hidden)
    let expected = zip(blurred.cross(clean, rings), clean.power(rings)).map { $0 / $1 }
    #expect(transfer.reliable.count >= 6)
    for ring in transfer.reliable {
      let number = try #require(Rings.edges.firstIndex(of: ring.low))
      // Four standard errors over some ten rings; inpainted places differ a little from plane to plane.
      #expect(abs(ring.transfer - expected[number]) < 4 * ring.error + 0.02, "\(ring.name)")
    }
    let untouched = try IndependentTransfer(of: view.noisy, in: view)
    for ring in untouched.rings { #expect(abs(ring.transfer - 1) < 1e-9) }
  }

  @Test("a linear filter leaves the agreement of half stacks as it was; invented texture lowers it")
  func correlation() throws {
    let scene = SimulatedStack.clouds
    let stack = try scene.stack((0..<4).map { _ in .init(sigma: 4) }, seed: 9)
    let halves = HalfStacks(stack, side: 96)
    #expect(halves.counts == (2, 2))
    let planes = [halves.first, halves.second].map {
      Plane(width: 96, height: 96, values: $0.planes[0])
    }
    let none = Mask(width: 96, height: 96)
    let blurred = planes.map(SimulatedStack.blurred)
    let linear = try HalfCorrelation(
      raw: (planes[0], planes[1]), output: (blurred[0], blurred[1]), filling: none)
    let strong = linear.rings.filter { $0.input > 0.5 }
    #expect(!strong.isEmpty)
    for ring in strong { #expect(abs(ring.mixed - ring.input) < 0.02, "\(ring.name)") }
    let invented = blurred.map { plane in
      var result = plane
      for i in 0..<result.count {
        result.values[i] += 12 * sin(Double(i % 96) / 6) * sin(Double(i / 96) / 5)
      }
      return result
    }
    let false2 = try HalfCorrelation(
      raw: (planes[0], planes[1]), output: (invented[0], invented[1]), filling: none)
    // Both halves got the same texture: they agree with each other, and less with the sky.
    let changes = false2.rings.filter { $0.input > 0.3 }.map { $0.mixed - $0.input }
    #expect((changes.min() ?? 0) < -0.1)
  }
}
