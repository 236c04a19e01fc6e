import Evaluation
import SkyMeasurement

/// Whether the sky's level moved.
struct BackgroundOffset: PlaneCheck {
  let metadata = CheckMetadata(
    id: "background-offset", title: "Sky level moved", question: .brightness,
    rationale: "A moved pedestal shows as a colour cast and breaks calibration and stacking.",
    unit: "sigma", direction: .closerToZeroIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    var values = output.residual.selected(by: masks.background.values)
    guard !values.isEmpty else { throw NotApplicable("no pixel is free of stars") }
    for i in values.indices { values[i] /= noise.skySigma }
    if masks.hasSky {
      var copy = values
      let spread = copy.withUnsafeMutableBufferPointer { OrderStatistics.robustSpread(inPlace: $0) }
      let limit = 6 * max(spread.sigma, 1e-9)
      values = values.filter { abs($0 - spread.median) <= limit }
    }
    let value = Sums.mean(values)
    // Ten pixels count as one independent value: denoised noise is correlated over about three pixels.
    let error = Sums.standardDeviation(values) / (Double(values.count) / 10).squareRoot()
    return Finding(
      value, interval: .around(value, 2 * error), count: values.count, countUnit: "pixels")
  }
}
