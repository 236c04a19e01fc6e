import AstroImages
import Evaluation
import SkyMeasurement

/// One plane of the output in double precision, and its difference to the truth.
///
/// Values that are no finite numbers are replaced by the median of those that are, and counted.
struct OutputFrame: SampleMeasurement {
  let denoised: Plane
  /// Output minus truth.
  let residual: Plane
  let nonFiniteCount: Int

  var byteCount: Int { denoised.byteCount + residual.byteCount }

  init(sample: Sample, plane: Int) throws {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    var denoised = Plane(
      width: frames.clean.width, height: frames.clean.height, values: sample.denoised.planes[plane])
    var lost = 0
    for i in 0..<denoised.count where !denoised.values[i].isFinite { lost += 1 }
    if lost > 0 {
      let finite = denoised.values.filter(\.isFinite)
      guard !finite.isEmpty else { throw NotApplicable("the output has no finite pixel") }
      let level = OrderStatistics.median(finite)
      for i in 0..<denoised.count where !denoised.values[i].isFinite { denoised.values[i] = level }
    }
    for i in 0..<denoised.count where frames.missing.values[i] {
      if !sample.denoised.planes[plane][i].isFinite { lost -= 1 }
      denoised.values[i] = frames.clean.values[i]
    }
    self.denoised = denoised
    residual = denoised - frames.clean
    nonFiniteCount = lost
  }
}
