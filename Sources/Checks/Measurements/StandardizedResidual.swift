import Evaluation
import SkyMeasurement

/// Output minus truth in units of the input's noise at each pixel.
struct StandardizedResidual: SampleMeasurement {
  let plane: Plane

  var byteCount: Int { plane.byteCount }

  init(sample: Sample, plane index: Int) throws {
    let noise = try sample.scene.measurement(SceneNoise.self, plane: index)
    let output = try sample.measurement(OutputFrame.self, plane: index)
    plane = output.residual.combined(with: noise.sigma, /)
  }
}
