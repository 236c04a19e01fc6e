import Evaluation
import SkyMeasurement

/// What the detector finds in the output, at thresholds in units of the input's noise.
struct OutputDetections: SampleMeasurement {
  /// Peaks above two sigma, in rows.
  let all: [Detection]
  /// How far the threshold for known stars was lowered: the noise left at the point spread's scale, kept within 0.5...1.
  let thresholdScale: Double
  /// Peaks above four sigma times that scale.
  let stars: [Detection]
  /// Whether each source of the catalogue is found.
  let isFound: [Bool]

  init(sample: Sample, plane: Int) throws {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let left = try sample.measurement(NoiseAtScales.self, plane: plane).pointSpread ?? 1
    let scale = min(max(left, 0.5), 1)
    all = scene.detector.detections(in: output.denoised, above: 2 * scene.sigma)
    thresholdScale = scale
    stars = all.filter { $0.amplitude > 4 * scene.sigma * scale }
    isFound = scene.matched(stars)
  }

  /// Peaks above a multiple, at least two, of the input's noise.
  func above(_ sigmas: Double, _ scene: SceneDetections) -> [Detection] {
    all.filter { $0.amplitude > sigmas * scene.sigma }
  }
}
