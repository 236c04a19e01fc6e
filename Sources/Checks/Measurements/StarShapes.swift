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
    let fwhm = sample.scene.pointSpreadFWHM
    pairs = stars.shapes.compactMap { star in
      let source = stars.sources[star.source]
      guard
        let moments = StarMoments(in: output.denoised, x: source.x, y: source.y, fwhm: fwhm)
      else { return nil }
      return Pair(signalToNoise: source.signalToNoise, truth: star.moments, output: moments)
    }
    count = stars.shapes.count
    unmeasurable = count - pairs.count
  }

  /// The pairs of every bin that has at least five.
  var byBin: [(bin: SignalBin, pairs: [Pair])] {
    Self.bins.compactMap { bin in
      let chosen = pairs.filter { bin.contains($0.signalToNoise) }
      return chosen.count >= 5 ? (bin, chosen) : nil
    }
  }

  /// The part that says how many stars could not be measured.
  var unmeasurablePart: Finding.Part {
    Finding.Part(
      "unmeasurable", Double(unmeasurable) / Double(count), unit: "fraction",
      interval: .wilson(unmeasurable, of: count), count: count)
  }
}
