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
  }

  /// The catalogue's stars that are found in the reference, in the catalogue's order.
  package let known: [Known]
  private let indices: [Int]
  private let plane: Int

  /// - Parameter plane: the plane of light that is looked at.
  package init(_ scene: EvaluationScene, plane: Int) throws {
    let detections = try scene.measurement(SceneDetections.self, plane: plane)
    let stars = try scene.measurement(SceneStars.self, plane: plane)
    let widths = Dictionary(
      stars.shapes.map { ($0.source, $0.moments.fwhm) }, uniquingKeysWith: { first, _ in first })
    indices = detections.sources.indices.filter {
      detections.isFoundInClean[$0] || detections.sources[$0].pair >= 0
    }
    known = indices.map { index in
      let source = detections.sources[index]
      return Known(
        id: source.id, x: source.x, y: source.y, magnitude: source.magnitude,
        signalToNoise: source.signalToNoise, width: widths[index])
    }
    self.plane = plane
  }

  /// The change of width, in per cent, from which a star counts as bloated or sharpened.
  package static let widthLimit = 10.0

  /// What one output made of the known stars, in their order, and the places of stars that it invented.
  package func renditions(of sample: Sample, candidate: String) throws -> (
    known: [CropStar.Rendition], invented: [(x: Double, y: Double, significance: Double)]
  ) {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputDetections.self, plane: plane)
    let frame = try sample.measurement(OutputFrame.self, plane: plane)
    let doubles = doubleFates(sample)
    let fluxes = brightness(sample)
    let known = zip(self.known, indices).map { star, index in
      var result = CropStar.Rendition(candidate: candidate, fate: .kept)
      if let before = star.width,
        let after = StarMoments(
          in: frame.denoised, x: star.x, y: star.y, fwhm: sample.scene.pointSpreadFWHM)?.fwhm
      {
        result.widthChange = 100 * (after / before - 1)
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
    return (known, try FalseStars.places(sample, plane: plane))
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
