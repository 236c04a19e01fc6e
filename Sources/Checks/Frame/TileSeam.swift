import Evaluation
import SkyMeasurement

/// Steps along the borders of tiles.
struct TileSeam: PlaneCheck {
  let metadata = CheckMetadata(
    id: "tile-seam", title: "Tile seams", question: .frame,
    rationale:
      "A frame is denoised in tiles; where they do not meet, a strong stretch shows a grid.",
    unit: "z", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference], version: 2)

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let search = try sample.measurement(OutputSeams.self, plane: plane).search
    guard let comb = search.best else {
      return Finding(0, parts: [Finding.Part("step", 0, unit: "sigma")])
    }
    return Finding(
      comb.z, interval: Finding.Interval(max(0, comb.z - 1.96), comb.z + 1.96), count: comb.teeth,
      countUnit: "seams",
      parts: [
        Finding.Part("step", comb.step, unit: "sigma", count: comb.teeth),
        Finding.Part("tile size, \(comb.axis)", Double(comb.period), unit: "px"),
        Finding.Part("first seam, \(comb.axis)", Double(comb.phase), unit: "px"),
      ])
  }
}
