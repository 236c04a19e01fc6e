import Randomness
import SkyMeasurement
import Testing

@Suite("Noise on lattices")
struct LatticeNoiseTests {
  private static let side = 192

  /// Gaussian noise with a deviation of its own at every pixel.
  private func noise(_ seed: UInt64, _ sigma: (Int, Int) -> Double = { _, _ in 1 }) -> Plane {
    var random = RandomSource(seed: seed, name: "lattice noise")
    var plane = Plane(width: Self.side, height: Self.side, repeating: 0)
    for y in 0..<Self.side {
      for x in 0..<Self.side { plane.values[y * Self.side + x] = sigma(x, y) * random.normal() }
    }
    return plane
  }

  private func all() -> Mask {
    var mask = Mask(width: Self.side, height: Self.side)
    for i in mask.values.indices { mask.values[i] = true }
    return mask
  }

  @Test("every other line with half the noise is found with its ratio")
  func lines() throws {
    // Half of the lines at 1 and half at 0.5: the quieter ones have two thirds of the mean of both.
    let lattice = try #require(
      LatticeNoise(
        output: noise(1) { _, y in y % 2 == 0 ? 1 : 0.5 }, input: noise(2), in: all()))
    #expect(abs(lattice.ratio - 1.5) < 0.03, "\(lattice.ratio)")
    #expect(lattice.down == 2 && lattice.across == 1)
    #expect(lattice.count == Self.side * Self.side / 2)
  }

  @Test("one pixel of four with twice the noise is found with its ratio")
  func mosaic() throws {
    let lattice = try #require(
      LatticeNoise(
        output: noise(3) { x, y in x % 2 == 1 && y % 2 == 1 ? 2 : 1 }, input: noise(4),
        in: all()))
    #expect(abs(lattice.ratio - 2 / 1.25) < 0.04, "\(lattice.ratio)")
    #expect(lattice.down == 2 && lattice.across == 2)
  }

  @Test("a lattice that the input has already is nobody's fault")
  func input() throws {
    let uneven = { (x: Int, y: Int) in (x + y) % 2 == 0 ? 1.0 : 1.5 }
    var quarter = noise(5, uneven)
    for i in quarter.values.indices { quarter.values[i] *= 0.25 }
    let lattice = try #require(
      LatticeNoise(output: quarter, input: noise(5, uneven), in: all()))
    #expect(abs(lattice.ratio - 1) < 1e-9)
  }

  @Test("of even noise the strongest lattice stays within four of its errors", arguments: 10..<20)
  func even(_ seed: UInt64) throws {
    let lattice = try #require(
      LatticeNoise(output: noise(seed), input: noise(seed + 100), in: all()))
    #expect(lattice.ratio - 1 < 4 * lattice.standardError + 1e-12)
    #expect(lattice.trials == 224)
  }

  @Test("an output without noise, and a mask without pixels, have none")
  func none() {
    let zero = Plane(width: Self.side, height: Self.side, repeating: 0)
    #expect(LatticeNoise(output: zero, input: noise(1), in: all()) == nil)
    let nothing = Mask(width: Self.side, height: Self.side)
    #expect(LatticeNoise(output: noise(1), input: noise(2), in: nothing) == nil)
  }
}
