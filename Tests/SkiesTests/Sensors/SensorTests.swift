import AstroImages
import Foundation
import Randomness
import Skies
import Testing

@Suite("Sensors")
struct SensorTests {
  static func frame(_ level: Double, size: Int = 256, planes: Int = 1) -> AstroImage {
    AstroImage(
      width: size, height: size,
      planes: [[Float]](
        repeating: [Float](repeating: Float(level), count: size * size), count: planes))
  }

  static func expose(
    _ sensor: Sensor, level: Double, effects: SensorEffects = .simple, name: String = "frame",
    size: Int = 256
  ) -> [Double] {
    sensor.expose(
      frame(level, size: size), effects: effects, random: RandomSource(seed: 3, name: name)
    ).planes[0].map(Double.init)
  }

  @Test(
    "mean and variance of every camera follow the photon transfer law", arguments: Sensor.presets)
  func law(sensor: Sensor) {
    for electrons in [30.0, 400, 2500] {
      let level = sensor.pedestal + electrons / sensor.gain
      guard level < 0.9 * sensor.fullScale else { continue }
      let moments = Moments(Self.expose(sensor, level: Double(Float(level))))
      // Rounding to whole numbers adds 1/12.
      let variance = pow(sensor.noise(electrons: electrons), 2) + 1.0 / 12
      #expect(abs(moments.mean - level) < 5 * moments.meanError, "\(electrons) e-")
      // A Poisson number's kurtosis widens the error of the variance by at most 1 / mean.
      #expect(
        abs(moments.variance / variance - 1) < 5 * moments.varianceError * (1 + 1 / electrons),
        "\(electrons) e-")
    }
  }

  @Test("the slope of the photon transfer curve is one over the gain")
  func photonTransfer() {
    let sensor = Sensor.asi2600g100
    let levels = stride(from: 200.0, through: 12_000, by: 800).map { $0 }
    let points = levels.map { electrons in
      let moments = Moments(
        Self.expose(
          sensor, level: sensor.pedestal + electrons / sensor.gain, name: "level \(electrons)"))
      return (moments.mean, moments.variance)
    }
    let weights = points.map { 1 / ($0.1 * $0.1) }
    let total = weights.reduce(0, +)
    let mx = zip(points, weights).map { $0.0 * $1 }.reduce(0, +) / total
    let my = zip(points, weights).map { $0.1 * $1 }.reduce(0, +) / total
    let sxx = zip(points, weights).map { pow($0.0 - mx, 2) * $1 }.reduce(0, +)
    let sxy = zip(points, weights).map { ($0.0 - mx) * ($0.1 - my) * $1 }.reduce(0, +)
    let slope = sxy / sxx
    // Each variance is known to sqrt(2 / 65536) of itself.
    let error = (2.0 / 65_536 / sxx).squareRoot()
    #expect(abs(slope - 1 / sensor.gain) < 5 * error)
    #expect(error * sensor.gain < 0.01, "the test could not see a wrong gain")
  }

  @Test("the converter clips at zero and full scale, and rounds to whole numbers")
  func clipping() {
    let sensor = Sensor.asi1600g139
    let bright = Self.expose(sensor, level: 5000, size: 64)
    #expect(bright.allSatisfy { $0 == 4095 })
    var dim = sensor
    dim.pedestal = 1
    let dark = Self.expose(dim, level: 1, size: 64)
    #expect(dark.min() == 0)
    #expect(dark.allSatisfy { $0 == $0.rounded() })
  }

  @Test("the full well stops pixels below full scale where it is switched on")
  func fullWell() {
    let sensor = Sensor.canon6dISO1600
    let ceiling = sensor.pedestal + sensor.fullWell / sensor.gain
    #expect(ceiling < sensor.fullScale - 900)
    // 300 steps below full scale: the converter does not clip the noise, the well does.
    let level = sensor.fullScale - 300
    let without = Moments(Self.expose(sensor, level: level, size: 64))
    #expect(abs(without.mean - level) < 10)
    let effects = SensorEffects(hasFullWell: true)
    let with = Moments(Self.expose(sensor, level: level, effects: effects, size: 64))
    // Almost every pixel overflows; what varies is the read noise, and the few that do not.
    #expect(with.mean > ceiling - 5 && with.mean < ceiling + 1)
    #expect(with.sigma < 0.1 * without.sigma)
    let reference = sensor.noiseFree(Self.frame(level, size: 64), effects: effects)
    #expect(abs(Double(reference.planes[0][0]) - ceiling) < 1e-3)
  }

  @Test("hot pixels come at their rate, stay in place, and keep away from the reference")
  func hotPixels() {
    var sensor = Sensor.asi1600g139
    sensor.hotPixelFraction = 2e-3
    let effects = SensorEffects(hasHotPixels: true)
    let size = 512
    let pattern = FixedPattern(sensor: sensor, effects: effects, count: size * size, seed: 0)
    let expected = 2e-3 * Double(size * size)
    #expect(abs(Double(pattern.hotPixels.count) - expected) < 5 * expected.squareRoot())
    let first = Self.expose(sensor, level: 200, effects: effects, name: "one", size: size)
    let second = Self.expose(sensor, level: 200, effects: effects, name: "two", size: size)
    let far = 200 + 12 * sensor.noise(electrons: 150)
    let hot = first.indices.filter { first[$0] > far }
    #expect(Double(hot.count) > 0.2 * expected)
    let again = hot.count { second[$0] > 200 + 5 * sensor.noise(electrons: 150) }
    #expect(again == hot.count)
    #expect(sensor.noiseFree(Self.frame(200), effects: effects) == Self.frame(200))
  }

  @Test("response non-uniformity has its size and repeats from frame to frame")
  func responseNonUniformity() {
    var sensor = Sensor.asi2600g0
    sensor.responseNonUniformity = 0.02
    let effects = SensorEffects(hasResponseNonUniformity: true)
    let level = sensor.pedestal + 20_000 / sensor.gain
    let one = Self.expose(sensor, level: level, effects: effects, name: "one")
    let two = Self.expose(sensor, level: level, effects: effects, name: "two")
    let fixed = pow(0.02 * 20_000 / sensor.gain, 2)
    let random = pow(sensor.noise(electrons: 20_000), 2)
    // Five standard errors of a correlation, (1 - rho^2) / sqrt(n).
    let rho = fixed / (fixed + random)
    #expect(abs(correlation(one, two) - rho) < 5 * (1 - rho * rho) / 256)
  }

  @Test("row noise is one number a row")
  func rowNoise() {
    var sensor = Sensor.asi2600g100
    sensor.rowNoise = 1.5
    let frame = Self.expose(
      sensor, level: 2100, effects: SensorEffects(hasRowNoise: true), size: 256)
    let rows = (0..<256).map { row in
      frame[(row * 256)..<(row * 256 + 256)].reduce(0, +) / 256
    }
    let expected = pow(1.5 / sensor.gain, 2) + pow(sensor.noise(electrons: 400), 2) / 256
    #expect(abs(Moments(rows).variance / expected - 1) < 5 * (2.0 / 255).squareRoot())
  }

  @Test("dark current adds its noise and not its level")
  func darkCurrent() {
    let sensor = Sensor.canon6dISO1600
    let moments = Moments(
      Self.expose(
        sensor, level: sensor.pedestal + 100 / sensor.gain,
        effects: SensorEffects(darkSeconds: 1200)))
    let expected = pow(sensor.noise(electrons: 100 + 60), 2) + 1.0 / 12
    #expect(abs(moments.mean - sensor.pedestal - 100 / sensor.gain) < 5 * moments.meanError)
    #expect(abs(moments.variance / expected - 1) < 6 * moments.varianceError)
  }

  @Test("a padded camera writes steps of 16 and the same electrons")
  func padding() {
    let sensor = Sensor.asi1600g139.padded
    #expect(sensor.fullScale == 65_520)
    let frame = Self.expose(sensor, level: sensor.pedestal + 400 / sensor.gain)
    #expect(frame.allSatisfy { $0.truncatingRemainder(dividingBy: 16) == 0 })
    let moments = Moments(frame)
    let expected = pow(sensor.noise(electrons: 400), 2) + 256.0 / 12
    #expect(abs(moments.variance / expected - 1) < 5 * moments.varianceError)
  }

  @Test("names find cameras, and a wrong one lists them")
  func names() throws {
    for sensor in Sensor.presets { #expect(try Sensor.named(sensor.id) == sensor) }
    #expect(try Sensor.named("asi1600mm_g139_padded").step == 16)
    #expect(Set(Sensor.presets.map(\.id)).count == Sensor.presets.count)
    #expect { try Sensor.named("kodak") } throws: { "\($0)".contains("asi2600mm_g100") }
  }
}
