import Foundation
import Randomness

/// What is wrong with the pixels of one particular chip, the same in all of its exposures.
package struct FixedPattern: Sendable {
  /// The sensitivity of each pixel relative to the average, or empty where all are equal.
  package var response: [Float]
  /// The pixels that are too bright, and the electrons that each collects beyond the scene's.
  package var hotPixels: [(index: Int, electrons: Double)]

  /// The pattern of the chip that `seed` names, for a frame of `count` pixels.
  ///
  /// Hot pixels are a Bernoulli draw a pixel; their charge is exponential with a mean of 4 % of the full well, which gives the
  /// long tail of real dark frames.
  package init(sensor: Sensor, effects: SensorEffects, count: Int, seed: UInt64) {
    let chip = RandomSource(seed: seed, name: "chip/" + sensor.id)
    response = []
    hotPixels = []
    if effects.hasResponseNonUniformity {
      var random = chip.split("response")
      response.reserveCapacity(count)
      for _ in 0..<count {
        response.append(Float(max(1 + sensor.responseNonUniformity * random.normal(), 0)))
      }
    }
    if effects.hasHotPixels, sensor.hotPixelFraction > 0 {
      var random = chip.split("hot pixels")
      // The gaps between successes of a Bernoulli sequence are geometric: one draw a hot pixel instead of one a pixel.
      let scale = 1 / log(1 - min(sensor.hotPixelFraction, 0.999))
      var index = Int(log(random.openUniform()) * scale)
      while index < count {
        hotPixels.append((index, -0.04 * sensor.fullWell * log(random.openUniform())))
        index += 1 + Int(log(random.openUniform()) * scale)
      }
    }
  }
}
