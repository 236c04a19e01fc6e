import Checks
import Evaluation

extension FrameStars {
  /// Below this a single star's figures are mostly noise.
  private static let leastSignalToNoise = 50.0

  /// The stars that one output treated worst, by the checks that look at single stars.
  func worst(of candidate: String) -> [WorstPlace] {
    let known = stars.compactMap { star in
      star.renditions.first { $0.candidate == candidate }.map { (star: star, made: $0) }
    }
    let bright = known.filter {
      ($0.star.signalToNoise ?? 0) >= Self.leastSignalToNoise && $0.star.isClipped != true
    }
    func worst(
      _ check: String, _ pairs: [(star: CropStar, made: CropStar.Rendition)],
      by size: (CropStar, CropStar.Rendition) -> Double?,
      _ words: (CropStar, CropStar.Rendition) -> String
    ) -> WorstPlace? {
      let sizes = pairs.compactMap { pair in size(pair.star, pair.made).map { (pair, $0) } }
      guard let (pair, size) = sizes.max(by: { $0.1 < $1.1 }), size > 0 else { return nil }
      return WorstPlace(
        check, at: SIMD2(pair.star.x, pair.star.y), words(pair.star, pair.made), size: size)
    }
    func fate(_ fate: CropStar.Fate) -> [(star: CropStar, made: CropStar.Rendition)] {
      known.filter { $0.made.fate == fate }
    }
    func signal(_ star: CropStar) -> String { decimal(star.signalToNoise ?? 0, 0) }
    return [
      worst("fwhm-drift", bright, by: { $1.widthChange.map(abs) }) {
        let change = $1.widthChange ?? 0
        return
          "a star of signal-to-noise \(signal($0)) is \(decimal(abs(change), 1)) % \(change > 0 ? "wider" : "narrower")"
      },
      worst("photometric-bias", bright, by: { $1.brightnessChange.map(abs) }) {
        let change = $1.brightnessChange ?? 0
        return
          "a star of signal-to-noise \(signal($0)) is \(decimal(abs(change), 0)) mmag \(change > 0 ? "fainter" : "brighter")"
      },
      worst("ellipticity-drift", bright, by: { $1.ellipticityChange.map(abs) }) {
        "a star of signal-to-noise \(signal($0)) has an ellipticity off by \(decimal($1.ellipticityChange ?? 0, 3))"
      },
      worst("centroid-shift", bright, by: { Self.shift($1) }) {
        "a star of signal-to-noise \(signal($0)) moved by \(decimal(Self.shift($1) ?? 0, 2)) px"
      },
      worst("star-loss", fate(.lost), by: { star, _ in star.signalToNoise }) { star, _ in
        "a star of signal-to-noise \(signal(star)) is lost"
      },
      worst("false-stars", fate(.invented), by: { _, _ in 1 }) { _, _ in "an invented star" },
      worst("doubles-merged", fate(.merged), by: { star, _ in star.signalToNoise }) { _, _ in
        "a double star that became one"
      },
      worst("doubles-oversplit", fate(.split), by: { star, _ in star.signalToNoise }) { _, _ in
        "a star that became two"
      },
    ].compactMap { $0 }
  }

  private static func shift(_ made: CropStar.Rendition) -> Double? {
    guard let x = made.shiftX, let y = made.shiftY else { return nil }
    return (x * x + y * y).squareRoot()
  }
}
