internal import AstroImages
package import Evaluation
internal import SkyMeasurement
internal import Statistics

extension ErrorProfile {
  /// How far from a seam steps are told of, in pixels.
  private static let reach = 32

  /// The error by distance to the border.
  package static func border(
    _ sample: Sample, plane: Int, scene: String, candidate: String
  ) throws -> ErrorProfile {
    let rings = BorderRings(
      residual: try sample.measurement(StandardizedResidual.self, plane: plane).plane,
      good: try sample.scene.measurement(SceneMasks.self, plane: plane).good
    ).rings
    return ErrorProfile(
      scene: scene, candidate: candidate, axis: .border, places: rings.map(\.distance),
      values: rings.map { $0.rms.toProfilePrecision },
      errors: rings.map { $0.error.toProfilePrecision })
  }

  /// The steps around the strongest seams that there may be, as `tile-seam` finds them; `nil` where no place stands out.
  package static func seams(
    _ sample: Sample, plane: Int, scene: String, candidate: String
  ) throws -> ErrorProfile? {
    let search = try sample.measurement(OutputSeams.self, plane: plane).search
    guard let comb = search.best else { return nil }
    var profile = ErrorProfile(
      scene: scene, candidate: candidate, axis: .seam, places: [], values: [], errors: [],
      period: comb.period, seam: comb.axis == "x" ? "columns" : "rows")
    for distance in -reach...reach {
      let squares = search.steps(beside: comb, at: distance).map(\.square)
      guard !squares.isEmpty else { continue }
      let step = Moments.mean(squares).squareRoot()
      let error =
        squares.count > 1 && step > 0 ? 0.5 * Moments.standardError(squares) / step : 0
      profile.places.append(Double(distance))
      profile.values.append(step.toProfilePrecision)
      profile.errors.append(error.toProfilePrecision)
    }
    return profile
  }
}

extension PlaneNoise {
  /// The noise on the sky of every colour plane; empty where a frame has one plane of light.
  package static func planes(_ sample: Sample, scene: String, candidate: String) throws
    -> [PlaneNoise]
  {
    let light = sample.scene.noisy.lightPlanes
    guard light.count >= 3 else { return [] }
    return try light.map { plane in
      let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
      let sky = try sample.scene.measurement(SceneMasks.self, plane: plane).background.values
      let residual = try sample.measurement(OutputFrame.self, plane: plane).residual
      return PlaneNoise(
        scene: scene, candidate: candidate, plane: sample.scene.noisy.channelNames[plane],
        before: OrderStatistics.robustSigma((frames.noisy - frames.clean).selected(by: sky)),
        after: OrderStatistics.robustSigma(residual.selected(by: sky)))
    }
  }
}
