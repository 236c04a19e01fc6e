import Evaluation
import SkyMeasurement

/// The output through the input's stretch, compared with the truth through the same.
struct OutputDisplay: SampleMeasurement {
  /// In dB; `nil` when the two are equal.
  let psnr: Double?
  let similarity: StructuralSimilarity.Result?

  init(sample: Sample, plane: Int) throws {
    let display = try sample.scene.measurement(SceneDisplay.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let shown = display.stretch(output.denoised)
    psnr = PeakSignalToNoise.decibels(shown, reference: display.clean, range: 1)
    similarity = display.similarity?.compare(shown)
  }
}
