internal import AstroImages
package import Evaluation
internal import SkyMeasurement

/// What became of every single star of a frame, by the same detections and shapes that the checks count.
package struct StarFates: Sendable {
  /// A star of the catalogue that the reference shows.
  package struct Known: Sendable {
    package var id: Int
    package var x: Double
    package var y: Double
    package var magnitude: Double
    package var signalToNoise: Double
    /// In the reference, in pixels, where the star's shape can be measured.
    package var width: Double?
    /// To the nearest other star of the catalogue, in pixels, where one is near.
    package var neighbourDistance: Double?
    package var isClipped: Bool
    fileprivate var shape: Shape?
  }

  /// The form of a star in the reference, to compare outputs with.
  fileprivate struct Shape: Sendable {
    var moments: StarMoments
    /// The height of the peak above the star's surroundings, in image units.
    var peak: Double
  }

  /// The catalogue's stars that are found in the reference, in the catalogue's order.
  package let known: [Known]
  private let indices: [Int]
  private let plane: Int

  /// - Parameter plane: the plane of light that is looked at.
  package init(_ scene: EvaluationScene, plane: Int) throws {
    let detections = try scene.measurement(SceneDetections.self, plane: plane)
    let stars = try scene.measurement(SceneStars.self, plane: plane)
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let fwhm = scene.pointSpreadFWHM
    let shapes = Dictionary(
      stars.shapes.map {
        ($0.source, Shape(moments: $0.moments, peak: frames.clean.peak(of: $0.moments, fwhm)))
      }, uniquingKeysWith: { first, _ in first })
    let neighbours = PointIndex(detections.places, reach: Self.neighbourhood * fwhm)
    indices = detections.sources.indices.filter {
      detections.isFoundInClean[$0] || detections.sources[$0].pair >= 0
    }
    known = indices.map { index in
      let source = detections.sources[index]
      let nearest = neighbours.near(
        detections.places[index], within: Self.neighbourhood * fwhm
      ).filter { $0.index != index }.map(\.distance).min()
      return Known(
        id: source.id, x: source.x, y: source.y, magnitude: source.magnitude,
        signalToNoise: source.signalToNoise, width: shapes[index]?.moments.fwhm,
        neighbourDistance: nearest, isClipped: source.isSaturated, shape: shapes[index])
    }
    self.plane = plane
  }

  /// How far a neighbour is looked for, in units of the point spread's width.
  private static let neighbourhood = 10.0

  /// The change of width, in per cent, from which a star counts as bloated or sharpened.
  package static let widthLimit = 10.0

  /// What one output made of the known stars, in their order, and the places of stars that it invented.
  package func renditions(of sample: Sample, candidate: String) throws -> (
    known: [CropStar.Rendition], invented: [(x: Double, y: Double)]
  ) {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputDetections.self, plane: plane)
    let frame = try sample.measurement(OutputFrame.self, plane: plane)
    let doubles = doubleFates(sample)
    let fluxes = brightness(sample)
    let known = zip(self.known, indices).map { star, index in
      var result = CropStar.Rendition(candidate: candidate, fate: .kept)
      let fwhm = sample.scene.pointSpreadFWHM
      if let before = star.shape,
        let after = StarMoments(in: frame.denoised, x: star.x, y: star.y, fwhm: fwhm)
      {
        result.widthChange = 100 * (after.fwhm / before.moments.fwhm - 1)
        result.ellipticityChange = after.ellipticity - before.moments.ellipticity
        (result.shiftX, result.shiftY) = (after.x - before.moments.x, after.y - before.moments.y)
        if before.peak > 0 {
          result.peakChange = 100 * (frame.denoised.peak(of: after, fwhm) / before.peak - 1)
        }
      }
      result.brightnessChange = fluxes[index]
      if let fate = doubles[scene.sources[index].pair] {
        result.fate = fate
      } else if !output.isFound[index] {
        result.fate = scene.isFoundInNoisy[index] ? .lost : .hidden
      } else if let change = result.widthChange, abs(change) > Self.widthLimit {
        result.fate = change > 0 ? .bloated : .sharpened
      }
      return result
    }
    return (known, try FalseStars.places(sample, plane: plane).map { ($0.x, $0.y) })
  }

  /// Merged and split pairs of the catalogue by the pair's number; every other pair is missing.
  private func doubleFates(_ sample: Sample) -> [Int: CropStar.Fate] {
    guard let scene = try? sample.scene.measurement(SceneDoubles.self, plane: plane),
      let output = try? sample.measurement(OutputDoubles.self, plane: plane),
      let sources = sample.scene.catalogue?.sources
    else { return [:] }
    var result: [Int: CropStar.Fate] = [:]
    for (pair, dip) in zip(scene.pairs, output.dips) {
      let number = sources.first { $0.pair >= 0 && $0.x == pair.first.x && $0.y == pair.first.y }?
        .pair
      guard let number else { continue }
      let isShown = pair.inputDip >= pair.resolvedDip
      if pair.isResolvable, isShown, dip < pair.resolvedDip { result[number] = .merged }
      if pair.isUnresolvable, pair.inputDip <= 0.10, dip > 0.10 { result[number] = .split }
    }
    return result
  }

  /// Millimagnitudes by the source's place in the catalogue; positive is fainter.
  private func brightness(_ sample: Sample) -> [Int: Double] {
    guard let scene = try? sample.scene.measurement(SceneFluxes.self, plane: plane),
      let output = try? sample.measurement(StarFluxes.self, plane: plane)
    else { return [:] }
    return Dictionary(
      zip(scene.sources, output.error).map { ($0, -StarFluxes.millimagnitudes * $1) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension StarMoments {
  fileprivate var ellipticity: Double { (e1 * e1 + e2 * e2).squareRoot() }
}

extension Plane {
  /// The largest of the nine pixels at a star's centre, above the median of its surroundings.
  fileprivate func peak(of star: StarMoments, _ fwhm: Double) -> Double {
    let (column, row) = (Int(star.x.rounded()), Int(star.y.rounded()))
    let pixels = (row - 1...row + 1).flatMap { y in
      (column - 1...column + 1).map { x in values[y * width + x] }
    }
    return (pixels.max() ?? 0)
      - annulusMedian(x: star.x, y: star.y, from: 4 * fwhm, to: 6 * fwhm)
  }
}
