package import Evaluation
internal import SkyMeasurement

/// The steps of an output's error between columns and rows, searched for those that come back at a tile's distance.
struct OutputSeams: SampleMeasurement {
  let search: SeamSearch

  init(sample: Sample, plane: Int) throws {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let smooth = try sample.scene.measurement(SceneSmoothness.self, plane: plane).mask
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let missing = try sample.scene.measurement(SceneFrames.self, plane: plane).missing
    func search(_ mask: Mask) -> SeamSearch? {
      SeamSearch(
        residual: residual, smooth: mask, missing: missing, tileSize: sample.scene.tileSize)
    }
    // Where most columns have no smooth pixels left (granules everywhere), all pixels that are no star's must do.
    guard let found = search(smooth) ?? search(good) else {
      throw NotApplicable("the frame is smaller than 64 pixels, or stars fill most of its columns")
    }
    self.search = found
  }
}

/// Where the strongest seam of an output lies.
package struct StrongestSeam: Equatable, Sendable {
  /// The first column, or row, after the seam.
  package let place: Int
  package let isBetweenColumns: Bool
  /// The distance of the seams in pixels, and how sure they are, as `tile-seam` says.
  package let period: Int
  package let z: Double

  /// `nil` where no place stands out. Throws ``NotApplicable`` where nothing can be said.
  package init?(_ sample: Sample, plane: Int) throws {
    let search = try sample.measurement(OutputSeams.self, plane: plane).search
    guard let comb = search.best,
      let tooth = search.steps(beside: comb).max(by: {
        ($0.square, $1.place) < ($1.square, $0.place)
      })
    else { return nil }
    (place, isBetweenColumns, period, z) = (tooth.place, comb.axis == "x", comb.period, comb.z)
  }
}
