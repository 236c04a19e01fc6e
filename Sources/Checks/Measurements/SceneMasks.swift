import AstroImages
import Evaluation
import SkyMeasurement

private import Foundation

/// Which pixels belong to stars, and which to plain sky.
struct SceneMasks: SceneMeasurement {
  /// Stars of the catalogue, pixels above 95 % of full scale, and missing pixels.
  let stars: Mask
  /// Everything else.
  let good: Mask
  /// Sky: outside stars and within half a sigma of the background mesh; all of `good` where that is under a fifth of the frame.
  let background: Mask
  /// Whether the frame has sky: at least a fifth of it is plain background.
  let hasSky: Bool

  var byteCount: Int { stars.byteCount + good.byteCount + background.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    var stars = frames.missing
    for source in scene.catalogue?.sources ?? [] {
      stars.formDisc(
        x: source.x, y: source.y,
        radius: Self.radius(signalToNoise: source.signalToNoise, fwhm: scene.pointSpreadFWHM))
    }
    for i in 0..<frames.clean.count where Self.isSaturated(frames.clean.values[i], in: scene) {
      stars.values[i] = true
    }
    var sky = !stars
    for i in 0..<frames.clean.count where sky.values[i] {
      let difference = abs(frames.clean.values[i] - noise.background.values[i])
      sky.values[i] = difference < 0.5 * noise.skySigma
    }
    self.stars = stars
    good = !stars
    hasSky = sky.fraction >= 0.2
    background = hasSky ? sky : good
  }

  /// Whether a value of the truth is so near to white that nothing can be measured there.
  static func isSaturated(_ value: Double, in scene: EvaluationScene) -> Bool {
    value >= 0.95 * scene.fullScale
  }

  /// How far a star's light reaches, in pixels: a Moffat wing's radius grows with the logarithm of its signal.
  private static func radius(signalToNoise: Double, fwhm: Double) -> Double {
    let core = log10(max(signalToNoise / 5, 1))
    let wing = log10(max(signalToNoise / 150, 1))
    return fwhm * (1.3 + 1.1 * core + 1.6 * wing)
  }
}
