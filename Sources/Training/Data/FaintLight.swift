internal import Foundation
package import Randomness

/// Faint light laid over clean patches before they are exposed, so that a network meets dim shapes of every size on every sky.
///
/// Few frames have structure below the noise, and a network that rarely meets it learns that it is noise: the stronger the
/// denoising, the more of it goes. Each patch gets, with probability ``share``, up to three glows of random form: an ellipse
/// whose profile falls as `1 / (1 + exp(2 (r - 1) / w))` between a soft disc (small `w`) and a cloud (large `w`). Amplitudes
/// are log-uniform in units of the sky's noise.
package struct FaintLight: Sendable {
  /// The probability that a patch gets any.
  package var share: Double
  /// Amplitudes in units of the sky's noise.
  package var amplitudes: ClosedRange<Double> = 0.1...5
  /// Half the width of a glow in pixels.
  package var radii: ClosedRange<Double> = 4...40

  /// Creates the augmentation for a share of all patches.
  package init(share: Double) { self.share = share }

  /// Adds glows to a square patch with `side` pixels a side whose sky has the given noise, both in the patch's units.
  package func add(to patch: inout [Float], side: Int, noise: Float, random: inout RandomSource) {
    guard random.uniform() < share else { return }
    for _ in 0...random.integer(below: 3) {
      let x = random.uniform(0, Double(side))
      let y = random.uniform(0, Double(side))
      let radius = random.logUniform(radii.lowerBound, radii.upperBound)
      let flattening = random.uniform(0.4, 1)
      let angle = random.uniform(0, .pi)
      let softness = random.logUniform(0.1, 0.6)
      let amplitude =
        Double(noise) * random.logUniform(amplitudes.lowerBound, amplitudes.upperBound)
      let (cosine, sine) = (cos(angle) / radius, sin(angle) / radius)
      for row in 0..<side {
        for column in 0..<side {
          let (dx, dy) = (Double(column) - x, Double(row) - y)
          let along = dx * cosine + dy * sine
          let across = (dy * cosine - dx * sine) / flattening
          let distance = (along * along + across * across).squareRoot()
          let light = amplitude / (1 + exp(2 * (distance - 1) / softness))
          patch[row * side + column] += Float(light)
        }
      }
    }
  }
}
