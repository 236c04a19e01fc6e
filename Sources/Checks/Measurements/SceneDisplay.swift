import Evaluation
import SkyMeasurement

/// The truth and the input as the screen shows them, and how close they are there.
struct SceneDisplay: SceneMeasurement {
  let stretch: DisplayStretch
  let clean: Plane
  /// `nil` for frames smaller than the window.
  let similarity: StructuralSimilarity?
  /// The input's own figures.
  let noisyPSNR: Double?
  let noisySimilarity: StructuralSimilarity.Result?

  var byteCount: Int { similarity?.byteCount ?? clean.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    stretch = DisplayStretch(noisy: frames.noisy, fullScale: scene.fullScale)
    clean = stretch(frames.clean)
    similarity = StructuralSimilarity(reference: clean, range: 1, multiScale: true)
    let noisy = stretch(frames.noisy)
    noisyPSNR = PeakSignalToNoise.decibels(noisy, reference: clean, range: 1)
    noisySimilarity = similarity?.compare(noisy)
  }
}

/// The truth's windowed statistics on the linear scale.
struct SceneLinear: SceneMeasurement {
  let similarity: StructuralSimilarity?
  let noisySSIM: Double?

  var byteCount: Int { similarity?.byteCount ?? 0 }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    similarity = StructuralSimilarity(
      reference: frames.clean, range: scene.fullScale, multiScale: false)
    noisySSIM = similarity?.compare(frames.noisy).ssim
  }
}
