import Evaluation
import SkyMeasurement

private import Foundation

/// Whether bright stars are scaled as faint ones are.
struct Linearity: PlaneCheck {
  let metadata = CheckMetadata(
    id: "linearity", title: "Brightness scale bent", question: .brightness,
    rationale:
      "A response that compresses highlights changes every magnitude difference in the frame.",
    unit: "mmag", direction: .closerToZeroIsBetter, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneFluxes.self, plane: plane)
    let fluxes = try sample.measurement(StarFluxes.self, plane: plane)
    let middle = fluxes.error(in: SignalBin(20, 60), scene)
    let bright = fluxes.error(in: SignalBin(150), scene)
    guard middle.count >= 15, bright.count >= 15 else {
      throw NotApplicable(
        "\(middle.count) isolated stars of signal-to-noise 20-60 and \(bright.count) of 150 or more; 15 of each needed"
      )
    }
    let (low, high) = (MedianFigure(middle), MedianFigure(bright))
    let value = -StarFluxes.millimagnitudes * (high.value - low.value)
    let half = StarFluxes.millimagnitudes * hypot(low.halfWidth, high.halfWidth)
    return Finding(
      value, interval: .around(value, half), count: middle.count + bright.count, countUnit: "stars")
  }
}
