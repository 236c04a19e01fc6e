import AstroImages
import Evaluation
import SkyMeasurement

/// The shapes of the scene's stars in the output, next to those in the truth.
struct StarShapes: SampleMeasurement {
  struct Pair: Sendable {
    let signalToNoise: Double
    let truth: StarMoments
    let output: StarMoments
  }

  let pairs: [Pair]
  /// How many stars the truth shows, and how many of them make no ellipse in the output.
  let count: Int
  let unmeasurable: Int

  static let bins = [SignalBin(20, 50), SignalBin(50, 150), SignalBin(150)]

  init(sample: Sample, plane: Int) throws {
    let stars = try sample.scene.measurement(SceneStars.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    guard stars.shapes.count >= 5 else {
      throw NotApplicable(
        "\(stars.shapes.count) isolated unsaturated stars of signal-to-noise 20 or more; 5 needed")
    }
    pairs = Self.pairs(stars, in: output.denoised, fwhm: sample.scene.pointSpreadFWHM)
    count = stars.shapes.count
    unmeasurable = count - pairs.count
  }

  /// The stars that a frame shows as ellipses.
  fileprivate static func pairs(_ stars: SceneStars, in frame: Plane, fwhm: Double) -> [Pair] {
    stars.shapes.compactMap { star in
      let source = stars.sources[star.source]
      guard let moments = StarMoments(in: frame, x: source.x, y: source.y, fwhm: fwhm)
      else { return nil }
      return Pair(signalToNoise: source.signalToNoise, truth: star.moments, output: moments)
    }
  }

  /// The pairs of every bin that has at least five.
  var byBin: [(bin: SignalBin, pairs: [Pair])] {
    Self.bins.compactMap { bin in
      let chosen = pairs.filter { bin.contains($0.signalToNoise) }
      return chosen.count >= 5 ? (bin, chosen) : nil
    }
  }

  /// How much more single stars scatter than in the input, bin by bin.
  ///
  /// `errors` are what a star's figure is off, in each dimension that it has.
  func addedScatter(
    beyond input: SceneShapes, unit: String, of errors: [(Pair) -> Double]
  ) -> [Finding.Part] {
    Self.bins.compactMap { bin in
      let after = pairs.filter { bin.contains($0.signalToNoise) }
      let before = input.pairs.filter { bin.contains($0.signalToNoise) }
      return Finding.Part.addedScatter(
        "added scatter, \(bin.name)", after: errors.map { after.map($0) },
        before: errors.map { before.map($0) }, unit: unit)
    }
  }

  /// The part that says how many stars could not be measured.
  var unmeasurablePart: Finding.Part {
    Finding.Part(
      "unmeasurable", Double(unmeasurable) / Double(count), unit: "fraction",
      interval: .wilson(unmeasurable, of: count), count: count)
  }
}

/// The shapes of the scene's stars in the input, next to those in the truth: how much the noise alone makes them scatter.
struct SceneShapes: SceneMeasurement {
  let pairs: [StarShapes.Pair]

  init(scene: EvaluationScene, plane: Int) throws {
    let stars = try scene.measurement(SceneStars.self, plane: plane)
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    pairs = StarShapes.pairs(stars, in: frames.noisy, fwhm: scene.pointSpreadFWHM)
  }
}
