import AstroImages
import Evaluation
import SkyMeasurement

/// The catalogue's pairs, and how deep the light falls between their stars in the truth and in the input.
struct SceneDoubles: SceneMeasurement {
  struct Pair: Sendable {
    let first: SIMD2<Double>
    let second: SIMD2<Double>
    /// Separation in FWHM and difference in magnitude.
    let separation: Double
    let magnitudeDifference: Double
    let secondarySignalToNoise: Double
    let truthDip: Double
    let inputDip: Double
    /// The fainter star's share of the pair's light in the truth.
    let truthShare: Double

    /// Whether the truth shows two stars of which the fainter is significant.
    var isResolvable: Bool { truthDip >= 0.05 && secondarySignalToNoise >= 15 }
    /// Whether even the truth shows one star only.
    var isUnresolvable: Bool { truthDip < 0.005 && secondarySignalToNoise >= 15 }
    /// The dip from which the pair counts as two.
    var resolvedDip: Double { max(0.03, truthDip / 3) }
  }

  let pairs: [Pair]

  init(scene: EvaluationScene, plane: Int) throws {
    guard let sources = scene.catalogue?.sources else {
      throw NotApplicable("no catalogue of stars")
    }
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    var members: [Int: [SourceCatalogue.Source]] = [:]
    for source in sources where source.pair >= 0 {
      members[source.pair, default: []].append(source)
    }
    guard members.values.reduce(0, { $0 + $1.count }) >= 10 else {
      throw NotApplicable("the catalogue has fewer than 5 double stars")
    }
    let fwhm = scene.pointSpreadFWHM
    pairs = members.keys.sorted().compactMap { key in
      guard let stars = members[key], stars.count == 2 else { return nil }
      let (primary, secondary) =
        stars[0].flux >= stars[1].flux ? (stars[0], stars[1]) : (stars[1], stars[0])
      guard !primary.isSaturated else { return nil }
      let (a, b) = (SIMD2(primary.x, primary.y), SIMD2(secondary.x, secondary.y))
      guard let truth = DoubleProfile(in: frames.clean, between: a, and: b, fwhm: fwhm),
        let input = DoubleProfile.dip(in: frames.noisy, between: a, and: b, fwhm: fwhm)
      else { return nil }
      return Pair(
        first: a, second: b, separation: primary.separation,
        magnitudeDifference: primary.magnitudeDifference,
        secondarySignalToNoise: secondary.signalToNoise, truthDip: truth.dip, inputDip: input,
        truthShare: truth.shareOfSecond ?? 0.5)
    }
  }
}

/// How deep the light falls between the pairs' stars in the output.
struct OutputDoubles: SampleMeasurement {
  /// One dip a pair of the scene.
  let dips: [Double]
  /// The fainter star's share of each pair's light; `nil` where the output has none there.
  let shares: [Double?]
  /// Indices of the pairs that the truth resolves.
  let resolvable: [Int]

  init(sample: Sample, plane: Int) throws {
    let scene = try sample.scene.measurement(SceneDoubles.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let fwhm = sample.scene.pointSpreadFWHM
    let profiles = scene.pairs.map {
      DoubleProfile(in: output.denoised, between: $0.first, and: $0.second, fwhm: fwhm)
    }
    dips = profiles.map { $0?.dip ?? 0 }
    shares = profiles.map { $0?.shareOfSecond }
    resolvable = scene.pairs.indices.filter { scene.pairs[$0].isResolvable }
    guard !resolvable.isEmpty else {
      throw NotApplicable("no double star of the catalogue is resolved in the reference")
    }
  }

  /// The dips of the resolvable pairs, relative to the truth's.
  func dipRatio(_ scene: SceneDoubles) -> MedianFigure { dipRatio(scene, of: resolvable) }

  /// By how much the fainter star's share of a pair's light grew, of resolvable pairs whose stars differ by half a magnitude and
  /// more; `nil` for fewer than five.
  func addedShare(_ scene: SceneDoubles) -> MedianFigure? {
    let growth = resolvable.compactMap { i -> Double? in
      guard scene.pairs[i].magnitudeDifference >= 0.5 else { return nil }
      return shares[i].map { $0 - scene.pairs[i].truthShare }
    }
    return growth.count >= 5 ? MedianFigure(growth) : nil
  }

  /// The same of those whose gap could be a third deeper, which a pair that shows sky between its stars cannot; `nil` for fewer
  /// than five.
  func closeDipRatio(_ scene: SceneDoubles) -> MedianFigure? {
    let close = resolvable.filter { scene.pairs[$0].truthDip <= 0.75 }
    return close.count >= 5 ? dipRatio(scene, of: close) : nil
  }

  private func dipRatio(_ scene: SceneDoubles, of members: [Int]) -> MedianFigure {
    MedianFigure(members.map { dips[$0] / scene.pairs[$0].truthDip })
  }
}
