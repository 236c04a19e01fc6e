import AstroImages
import Randomness
import Skies
import Testing

@Suite("Added noise")
struct AddedNoiseTests {
  private static func scene() throws -> Scene {
    try SkySimulator.scene(kind: "starfield", width: 256, height: 256, seed: 1)
  }

  @Test("the noise of a frame is measured to 3 % under its stars")
  func measuring() throws {
    let scene = try Self.scene()
    let noise = FrameNoise(plane: scene.expose(index: 0).planes[0], width: 256)
    // 32 dark tiles of about 1,900 differences each: the median is good to 1 %; stars raise it by as much.
    #expect(abs(noise.sigma / scene.skyNoise - 1) < 0.03)
    #expect(abs(noise.skyLevel - 2100) < 0.1 * scene.skyNoise)
    #expect(FrameNoise(plane: [Float](repeating: 3, count: 4096), width: 64).sigma == 0)
  }

  @Test("the sky's noise becomes the asked multiple of what it was", arguments: [1.5, 3, 8])
  func factor(factor: Double) throws {
    let frame = try Self.scene().expose(index: 0)
    let result = try Sensor.asi1600g139.addNoise(
      to: frame, level: .factor(factor), random: RandomSource(seed: 1, name: "noise"))
    let after = FrameNoise(plane: result.image.planes[0], width: 256)
    #expect(abs(after.sigma / result.before[0].sigma / factor - 1) < 0.04)
  }

  @Test("the noise has mean zero and grows with the light as the camera's does")
  func growth() throws {
    let sensor = Sensor.asi2600g0
    var random = RandomSource(seed: 2, name: "truth")
    let plane = (0..<(256 * 256)).map {
      Float($0 % 256 < 192 ? 0.1 : 0.3) + Float(1e-4 * random.normal())
    }
    let frame = AstroImage(width: 256, height: 256, planes: [plane])
    let result = try sensor.addNoise(
      to: frame, level: .sigma(0.01), skyElectrons: 200,
      random: RandomSource(seed: 1, name: "noise"))
    let added = zip(result.image.planes[0], plane).map { Double($0) - Double($1) }
    let dark = Moments(added.indices.filter { $0 % 256 < 192 }.map { added[$0] })
    let bright = Moments(added.indices.filter { $0 % 256 >= 192 }.map { added[$0] })
    #expect(abs(dark.mean) < 5 * dark.meanError)
    #expect(abs(bright.mean) < 5 * bright.meanError)
    #expect(abs(dark.sigma / 0.01 - 1) < 5 * dark.varianceError)
    let scale = result.electronsPerUnit[0]
    let expected = (200 + 0.2 * scale + sensor.readNoise * sensor.readNoise) / (scale * scale)
    #expect(abs(bright.variance / expected - 1) < 5 * bright.varianceError + 1e-3)
  }

  @Test(
    "integer frames stay whole and in range, missing pixels stay missing, saturated ones saturated")
  func formats() throws {
    var plane = try Self.scene().expose(index: 0).planes[0]
    plane[5] = .nan
    plane[6] = 65_535
    var frame = AstroImage(width: 256, height: 256, planes: [plane], sampleFormat: .uint16)
    let result = try Sensor.asi2600g100.addNoise(
      to: frame, level: .factor(5), random: RandomSource(seed: 1, name: "noise")
    ).image.planes[0]
    #expect(result[5].isNaN && result[6] == 65_535)
    #expect(
      result.allSatisfy { $0.isNaN || ($0 == $0.rounded() && (0...65_535).contains($0)) })
    frame.sampleFormat = .float32
    let fine = try Sensor.asi2600g100.addNoise(
      to: frame, level: .factor(5), random: RandomSource(seed: 1, name: "noise")
    ).image.planes[0]
    #expect(fine.contains { $0.isFinite && $0 != $0.rounded() })
  }

  @Test("impossible wishes say why")
  func errors() {
    let frame = SensorTests.frame(100, size: 64)
    let random = RandomSource(seed: 1, name: "noise")
    #expect {
      try Sensor.asi2600g0.addNoise(to: frame, level: .factor(2), random: random)
    } throws: {
      "\($0)".contains("no measurable noise")
    }
    #expect {
      try Sensor.asi2600g0.addNoise(to: frame, level: .factor(1), random: random)
    } throws: {
      "\($0)".contains("more than 1")
    }
  }
}
