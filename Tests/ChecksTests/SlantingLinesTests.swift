import Foundation
import Randomness
import SkyMeasurement
import Testing

@Suite("Lines of any direction and stripes of any period")
struct SlantingLinesTests {
  private static func noise(_ width: Int, _ height: Int, seed: UInt64 = 8) -> Plane {
    var random = RandomSource(seed: seed, name: "slanting lines")
    return Plane(
      width: width, height: height, values: (0..<width * height).map { _ in random.normal() })
  }

  private static func free(_ frame: Plane) -> Mask {
    Mask(width: frame.width, height: frame.height, repeating: true)
  }

  /// All lines of a frame of 300 x 200 are a hundred thousand and more: the noise's largest is near 4.5.
  @Test("noise has no line above six, and none that its own input has not")
  func nothing() throws {
    let (frame, other) = (Self.noise(300, 200), Self.noise(300, 200, seed: 9))
    let lines = SlantingLines(frame, in: Self.free(frame))
    #expect(try #require(lines.strongest(beyond: lines)).excess == 0)
    let excess = try #require(
      lines.strongest(beyond: SlantingLines(other, in: Self.free(other)))
    ).excess
    #expect(excess < 6)
  }

  @Test(
    "a line a sigma high, 3 px wide, is found whatever its direction",
    arguments: [(1.0, 0.0), (0, 1), (0.8, 0.6), (0.6, -0.8), (0.97, 0.243), (-0.707, 0.707)])
  func line(_ normal: (x: Double, y: Double)) throws {
    let before = Self.noise(300, 200)
    var after = before
    for y in 0..<200 {
      for x in 0..<300
      where abs(normal.x * (Double(x) - 150) + normal.y * (Double(y) - 100)) < 1.5 {
        after.values[y * 300 + x] += 1
      }
    }
    let found = try #require(
      SlantingLines(after, in: Self.free(after))
        .strongest(beyond: SlantingLines(before, in: Self.free(before))))
    // At least 200 px of it, in cells of 2 px: the root of 400 pixels is 20, the digital line's steps cost a third.
    #expect(found.excess > 9, "\(found)")
    #expect(abs(found.scatter - 1) < 0.2)
  }

  @Test("where nothing is free there is no line")
  func masked() {
    let frame = Self.noise(100, 100)
    let none = SlantingLines(frame, in: Mask(width: 100, height: 100, repeating: false))
    #expect(none.strongest(beyond: none) == nil)
  }

  @Test(
    "stripes are found with their period and height, whatever their direction",
    arguments: [
      (5.3, 0.6), (3.1, 2.0), (17.0, 1.2), (2.4, -0.7),
    ])
  func stripes(_ stripe: (period: Double, angle: Double)) throws {
    let before = Self.noise(240, 176)
    let (x, y) = (cos(stripe.angle), sin(stripe.angle))
    var after = before
    for i in after.values.indices {
      let place = x * Double(i % 240) + y * Double(i / 240)
      after.values[i] += 0.3 * cos(2 * .pi * place / stripe.period)
    }
    let input = try #require(try MaskedSpectrum(residual: before, good: Self.free(before)))
    let output = try #require(try MaskedSpectrum(residual: after, good: Self.free(after)))
    let found = try #require(StripePower(output: output, input: input, smallestAmplitude: 0.02))
    #expect(found.ratio > 40)
    #expect(abs(found.period / stripe.period - 1) < 0.03, "\(found)")
    // Between frequencies of the transform a wave shows 0.41 of its height at worst, in the corner between four.
    #expect((0.12...0.33).contains(found.amplitude), "\(found)")
    // Those that the input has are not held against the output.
    #expect(StripePower(output: output, input: output, smallestAmplitude: 0.001) == nil)
  }
}
