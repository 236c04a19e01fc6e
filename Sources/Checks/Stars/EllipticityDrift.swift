import Evaluation
import SkyMeasurement

private import Foundation

/// How much the stars were drawn out in one direction.
struct EllipticityDrift: PlaneCheck {
  let metadata = CheckMetadata(
    id: "ellipticity-drift", title: "Star elongation changed", question: .stars,
    rationale: "Round stars must stay round: a smear in one direction looks like bad tracking.",
    unit: "", direction: .closerToZeroIsBetter, lowerBound: 0, upperBound: 2,
    needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let shapes = try sample.measurement(StarShapes.self, plane: plane)
    let parts = shapes.byBin.map { bin, pairs in
      let e1 = MedianFigure(pairs.map { $0.output.e1 - $0.truth.e1 })
      let e2 = MedianFigure(pairs.map { $0.output.e2 - $0.truth.e2 })
      let length = hypot(e1.value, e2.value)
      return Finding.Part(
        bin.name, length, unit: "",
        interval: Finding.Interval(max(0, length - e1.halfWidth), length + e1.halfWidth),
        count: pairs.count)
    }
    guard let worst = parts.max(by: { $0.value < $1.value }) else {
      throw NotApplicable("no bin has 5 stars with a measurable shape in the output")
    }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "stars",
      parts: parts + [shapes.unmeasurablePart]
        + shapes.addedScatter(
          beyond: try sample.scene.measurement(SceneShapes.self, plane: plane), unit: "",
          of: [{ $0.output.e1 - $0.truth.e1 }, { $0.output.e2 - $0.truth.e2 }]))
  }
}
