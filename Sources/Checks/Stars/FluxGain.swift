import Evaluation
import SkyMeasurement

/// The scale of the photometry: by how much the bright stars' fluxes were multiplied.
struct FluxGain: PlaneCheck {
  let metadata = CheckMetadata(
    id: "flux-gain", title: "Flux scale changed", question: .brightness,
    rationale: "A common factor on every star shifts the zero point of all photometry.",
    unit: "%", direction: .closerToZeroIsBetter, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneFluxes.self, plane: plane)
    let bright = try sample.measurement(StarFluxes.self, plane: plane)
      .error(in: SignalBin(50), scene)
    guard bright.count >= 8 else {
      throw NotApplicable(
        "\(bright.count) isolated unsaturated stars of signal-to-noise 50 or more; 8 needed")
    }
    let gain = MedianFigure(bright)
    return Finding(
      100 * gain.value, interval: .around(100 * gain.value, 100 * gain.halfWidth),
      count: gain.count, countUnit: "stars")
  }
}
