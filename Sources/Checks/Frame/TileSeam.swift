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
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let smooth = try sample.scene.measurement(SceneSmoothness.self, plane: plane).mask
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let missing = try sample.scene.measurement(SceneFrames.self, plane: plane).missing
    func search(_ mask: Mask) -> SeamSearch? {
      SeamSearch(
        residual: residual, smooth: mask, missing: missing, tileSize: sample.scene.tileSize)
    }
    // Where most columns have no smooth pixels left (granules everywhere), all pixels that are no star's must do.
    guard let search = search(smooth) ?? search(good) else {
      throw NotApplicable("the frame is smaller than 64 pixels, or stars fill most of its columns")
    }
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
