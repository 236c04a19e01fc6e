import Evaluation
import SkyMeasurement

/// The output through the input's stretch, compared with the truth through the same.
struct OutputDisplay: SampleMeasurement {
  /// In dB; `nil` when the two are equal.
  let psnr: Double?
  let psnrInterval: Finding.Interval?
  let similarity: StructuralSimilarity.Result?

  init(sample: Sample, plane: Int) throws {
    let display = try sample.scene.measurement(SceneDisplay.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let shown = display.stretch(output.denoised)
    psnr = PeakSignalToNoise.decibels(shown, reference: display.clean, range: 1)
    psnrInterval = PeakSignalToNoise.interval(shown, reference: display.clean, range: 1)
      .map { Finding.Interval($0.low, $0.high) }
    similarity = display.similarity?.compare(shown)
  }
}
