import AstroImages
import Evaluation
import SkyMeasurement

private import Foundation

/// How far the stars were moved.
struct CentroidShift: PlaneCheck {
  let metadata = CheckMetadata(
    id: "centroid-shift", title: "Stars moved", question: .stars,
    rationale: "A shifted frame no longer registers with its siblings and spoils astrometry.",
    unit: "px", direction: .closerToZeroIsBetter, lowerBound: 0, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let shapes = try sample.measurement(StarShapes.self, plane: plane)
    var parts: [Finding.Part] = []
    var scatter: [Finding.Part] = []
    for (bin, pairs) in shapes.byBin {
      let x = MedianFigure(pairs.map { $0.output.x - $0.truth.x })
      let y = MedianFigure(pairs.map { $0.output.y - $0.truth.y })
      let length = hypot(x.value, y.value)
      let both = hypot(x.scatter, y.scatter)
      let half = Intervals.medianHalfWidth(sigma: both, count: pairs.count)
      parts.append(
        Finding.Part(
          bin.name, length, unit: "px",
          interval: Finding.Interval(max(0, length - half), length + half), count: pairs.count))
      scatter.append(
        Finding.Part("scatter, \(bin.name)", both, unit: "px", count: pairs.count))
    }
    guard let worst = parts.max(by: { $0.value < $1.value }) else {
      throw NotApplicable("no bin has 5 stars with a measurable shape in the output")
    }
    let moves: [(StarShapes.Pair) -> Double] = [
      { $0.output.x - $0.truth.x }, { $0.output.y - $0.truth.y },
    ]
    // A thousandth of a pixel is where pixels themselves end.
    if let field = StarField(
      shapes, width: sample.scene.noisy.width, height: sample.scene.noisy.height, least: 0.001,
      of: moves)
    {
      parts.append(field.part(unit: "px"))
    }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "stars",
      parts: parts + scatter
        + shapes.addedScatter(
          beyond: try sample.scene.measurement(SceneShapes.self, plane: plane), unit: "px",
          of: moves))
  }
}
