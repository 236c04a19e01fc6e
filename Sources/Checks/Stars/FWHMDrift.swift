import AstroImages
import Evaluation
import SkyMeasurement

/// How much wider or narrower the stars became.
struct FWHMDrift: PlaneCheck {
  let metadata = CheckMetadata(
    id: "fwhm-drift", title: "Star size changed", question: .stars,
    rationale:
      "Bloated stars are lost resolution; stars sharper than the optics made them are invented resolution.",
    unit: "%", direction: .closerToZeroIsBetter, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let shapes = try sample.measurement(StarShapes.self, plane: plane)
    let parts = shapes.byBin.map { bin, pairs in
      let drift = MedianFigure(pairs.map { $0.output.fwhm / $0.truth.fwhm - 1 })
      return Finding.Part(
        bin.name, 100 * drift.value, unit: "%",
        interval: .around(100 * drift.value, 100 * drift.halfWidth), count: pairs.count)
    }
    guard let worst = parts.max(by: { abs($0.value) < abs($1.value) }) else {
      throw NotApplicable(
        "\(shapes.unmeasurable) of \(shapes.count) stars have no measurable shape in the output; no bin has 5 left"
      )
    }
    let drift: [(StarShapes.Pair) -> Double] = [{ 100 * ($0.output.fwhm / $0.truth.fwhm - 1) }]
    // A tenth of a percent is where pixels themselves end.
    let field = StarField(
      shapes, width: sample.scene.noisy.width, height: sample.scene.noisy.height, least: 0.1,
      of: drift)
    let truth = OrderStatistics.median(
      try sample.scene.measurement(SceneStars.self, plane: plane).shapes.map(\.moments.fwhm))
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "stars",
      parts: parts + [
        shapes.unmeasurablePart, Finding.Part("reference", truth, unit: "px", count: shapes.count),
      ]
        + shapes.addedScatter(
          beyond: try sample.scene.measurement(SceneShapes.self, plane: plane), unit: "%",
          of: drift)
        + [field?.part(unit: "%")].compactMap { $0 })
  }
}
