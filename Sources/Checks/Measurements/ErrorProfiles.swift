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

  /// How many places of a tile the frame is folded into.
  private static let folds = 32

  /// The error folded at the distance of the strongest seams that there may be; `nil` where no place stands out.
  package static func phases(
    _ sample: Sample, plane: Int, scene: String, candidate: String
  ) throws -> ErrorProfile? {
    guard let comb = try sample.measurement(OutputSeams.self, plane: plane).search.best else {
      return nil
    }
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    // Sums of every place of every tile along the axis, whose scatter from tile to tile is the error.
    let isAcross = comb.axis == "x"
    let extent = isAcross ? residual.width : residual.height
    let start = (comb.period - comb.phase % comb.period) % comb.period
    let tiles = (extent + start - 1) / comb.period + 1
    var sums = [Double](repeating: 0, count: tiles * folds)
    var counts = sums
    for y in 0..<residual.height {
      for x in 0..<residual.width where good.values[y * residual.width + x] {
        let place = (isAcross ? x : y) + start
        let slot =
          place / comb.period * folds + place % comb.period * folds / comb.period
        sums[slot] += residual[x, y] * residual[x, y]
        counts[slot] += 1
      }
    }
    var profile = ErrorProfile(
      scene: scene, candidate: candidate, axis: .phase, places: [], values: [], errors: [],
      period: comb.period, seam: isAcross ? "columns" : "rows")
    for fold in 0..<folds {
      // The seam, at the fold's beginning, goes to the middle.
      let own = (fold + folds / 2) % folds
      let slots = (0..<tiles).map { $0 * folds + own }.filter { counts[$0] > 0 }
      let count = slots.reduce(0) { $0 + counts[$1] }
      guard count > 0 else { continue }
      let rms = (slots.reduce(0) { $0 + sums[$1] } / count).squareRoot()
      let squares = slots.map { sums[$0] / counts[$0] }
      profile.places.append((Double(fold) + 0.5) / Double(folds) - 0.5)
      profile.values.append(rms.toProfilePrecision)
      profile.errors.append(
        squares.count > 1 && rms > 0
          ? (0.5 * Moments.standardError(squares) / rms).toProfilePrecision : 0)
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
