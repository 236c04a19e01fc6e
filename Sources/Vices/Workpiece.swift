public import AstroImages
public import Evaluation

/// A scene with what vices need of it: the truth, an honest output, and the sky.
public struct Workpiece: Sendable {
  public let scene: EvaluationScene
  public let truth: AstroImage
  /// The truth with a quarter of the noise: what an honest denoiser of 12 dB gives.
  public private(set) var honest: AstroImage
  /// The sky's level and noise by plane, in image units.
  public let sky: [(level: Float, noise: Float)]
  /// The width of a star, full at half maximum, in pixels.
  public var fwhm: Double { scene.pointSpreadFWHM }
  /// The catalogue's stars.
  public var stars: [SourceCatalogue.Source] { scene.catalogue?.sources ?? [] }

  /// - Returns: nothing for a scene without a truth.
  public init?(_ scene: EvaluationScene) {
    guard let truth = scene.reference else { return nil }
    self.scene = scene
    self.truth = truth
    honest = Self.honest(scene, truth: truth, noiseLeft: 0.25)
    sky = zip(truth.planes, scene.noisy.planes).map { clean, noisy in
      // The darker half is the sky; a bright nebula's noise is none of it.
      let level = Self.median(clean)
      let differences = zip(clean, noisy).filter { $0.0 <= level }.map { abs($1 - $0) }
      return (level, 1.4826 * Self.median(differences))
    }
  }

  /// The same scene with another output for vices to begin with: what one vice left to the next.
  package func starting(from output: AstroImage) -> Workpiece {
    var piece = self
    piece.honest = output
    return piece
  }

  /// The truth with a share of the noise.
  public func honest(noiseLeft share: Float) -> AstroImage {
    Self.honest(scene, truth: truth, noiseLeft: share)
  }

  /// The catalogue's double stars: the brighter one first.
  public var pairs: [(SourceCatalogue.Source, SourceCatalogue.Source)] {
    var members: [Int: [SourceCatalogue.Source]] = [:]
    for star in stars where star.pair >= 0 { members[star.pair, default: []].append(star) }
    return members.keys.sorted().compactMap { key in
      guard let pair = members[key], pair.count == 2 else { return nil }
      return pair[0].flux >= pair[1].flux ? (pair[0], pair[1]) : (pair[1], pair[0])
    }
  }

  private static func honest(
    _ scene: EvaluationScene, truth: AstroImage, noiseLeft share: Float
  ) -> AstroImage {
    var result = truth
    for plane in truth.planes.indices {
      result.planes[plane] = zip(truth.planes[plane], scene.noisy.planes[plane]).map {
        $0 + share * ($1 - $0)
      }
    }
    return result
  }

  private static func median(_ values: [Float]) -> Float {
    let sorted = values.filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// The honest output with every pixel changed by its place and plane.
  func changed(_ change: (_ value: Float, _ x: Int, _ y: Int, _ plane: Int) -> Float)
    -> AstroImage
  {
    var result = honest
    for plane in result.planes.indices {
      for y in 0..<result.height {
        for x in 0..<result.width {
          let index = y * result.width + x
          result.planes[plane][index] = change(result.planes[plane][index], x, y, plane)
        }
      }
    }
    return result
  }

  /// The squared distance from the middle: 0 there, 1 in the corners.
  func radius(_ x: Int, _ y: Int) -> Float {
    let (u, v) = (
      2 * Float(x) / Float(honest.width - 1) - 1, 2 * Float(y) / Float(honest.height - 1) - 1
    )
    return 0.5 * (u * u + v * v)
  }

  /// How much a pixel belongs to given stars: 1 within `inner` FWHM of one, falling to 0 at `outer`.
  func nearness(
    to stars: [SourceCatalogue.Source], inner: Double, outer: Double
  ) -> [Float] {
    var weights = [Float](repeating: 0, count: honest.pixelCount)
    for star in stars {
      for pixel in honest.disc(x: star.x, y: star.y, radius: outer * fwhm) {
        let share = (outer - pixel.distance / fwhm) / (outer - inner)
        weights[pixel.index] = max(weights[pixel.index], Float(min(max(share, 0), 1)))
      }
    }
    return weights
  }

  /// One image near the given weights, another elsewhere.
  func blended(_ a: AstroImage, _ b: AstroImage, _ weights: [Float]) -> AstroImage {
    var result = a
    for plane in result.planes.indices {
      for i in weights.indices where weights[i] > 0 {
        result.planes[plane][i] += weights[i] * (b.planes[plane][i] - a.planes[plane][i])
      }
    }
    return result
  }
}
