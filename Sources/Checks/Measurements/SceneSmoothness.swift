import Evaluation
import SkyMeasurement

/// Where the truth has no steps of its own, so that a seam can be told from a limb or a galaxy.
struct SceneSmoothness: SceneMeasurement {
  let mask: Mask

  var byteCount: Int { mask.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let good = try scene.measurement(SceneMasks.self, plane: plane).good
    let gradient = frames.clean.gradientMagnitude()
    var smooth = good
    for i in 0..<gradient.count where gradient.values[i] >= 2 * noise.sigma.values[i] {
      smooth.values[i] = false
    }
    mask = smooth.fraction > 0.3 ? smooth : good
  }
}
