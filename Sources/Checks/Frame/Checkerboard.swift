import Evaluation
import SkyMeasurement
import Statistics

/// What repeats across the input already.
struct ScenePattern: SceneMeasurement {
  let spectrum: MaskedSpectrum?

  var byteCount: Int { spectrum?.byteCount ?? 0 }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    spectrum = try MaskedSpectrum(
      residual: (frames.noisy - frames.clean).combined(with: noise.sigma, /), good: masks.good)
  }
}

/// The lattice that upsampling leaves.
struct Checkerboard: PlaneCheck {
  let metadata = CheckMetadata(
    id: "checkerboard", title: "Upsampling lattice", question: .frame,
    rationale: "Strided layers leave a regular pattern that stacking does not remove.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  /// Lines weaker than this in units of the input's noise cannot be seen, however clear they are of their neighbours.
  private static let smallestAmplitude = 0.003

  /// Of all frequencies the noise picks one: a stripe counts from where a strong stretch shows it.
  private static let faintestStripes = 0.02

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    guard let spectrum = try MaskedSpectrum(residual: residual, good: good) else {
      throw NotApplicable("the frame is smaller than 64 pixels, or nothing in it is free of stars")
    }
    let lattice = LatticePower(spectrum, smallestAmplitude: Self.smallestAmplitude)
    var parts: [Finding.Part] = []
    if let line = lattice.strongest {
      parts.append(Finding.Part("amplitude", line.amplitude, unit: "sigma"))
      parts.append(Finding.Part("frequency down", line.row, unit: "cycles/px"))
      parts.append(Finding.Part("frequency across", line.column, unit: "cycles/px"))
    }
    for (period, amplitude) in lattice.amplitudes {
      parts.append(Finding.Part("amplitude, period \(period) px", amplitude, unit: "sigma"))
    }
    if let input = try sample.scene.measurement(ScenePattern.self, plane: plane).spectrum {
      let stripes = StripePower(
        output: spectrum, input: input, smallestAmplitude: Self.faintestStripes)
      parts.append(Finding.Part("strongest stripes", stripes?.ratio ?? 0, unit: "ratio"))
      if let stripes {
        parts.append(Finding.Part("amplitude of the stripes", stripes.amplitude, unit: "sigma"))
        parts.append(Finding.Part("period of the stripes", stripes.period, unit: "px"))
      }
    }
    parts += try Self.unevenNoise(residual, sample, plane: plane)
    let ratio = lattice.strongest?.ratio ?? 0
    // A line's amplitude has the error of its neighbours', 1 / sqrt(2) of their root mean square, along it.
    let (root, half) = (ratio.squareRoot(), 1.96 / 2.0.squareRoot())
    let (low, high) = (max(0, root - half), root + half)
    return Finding(
      ratio, interval: ratio > 0 ? Finding.Interval(low * low, high * high) : nil, count: 1,
      countUnit: "lines", parts: parts)
  }

  /// Positions of a lattice whose noise is another than that of the others, beyond the input's; the interval allows for all positions
  /// that were looked at.
  private static func unevenNoise(
    _ residual: Plane, _ sample: Sample, plane: Int
  ) throws -> [Finding.Part] {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let sigma = try sample.scene.measurement(SceneNoise.self, plane: plane).sigma
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let input = (frames.noisy - frames.clean).combined(with: sigma, /)
    guard let lattice = LatticeNoise(output: residual, input: input, in: good) else { return [] }
    let half =
      lattice.standardError
      * NormalDistribution.quantile(1 - 0.025 / Double(lattice.trials))
    return [
      Finding.Part(
        "uneven noise", lattice.ratio, unit: "ratio",
        interval: Finding.Interval(max(1, lattice.ratio - half), lattice.ratio + half),
        count: lattice.count),
      Finding.Part("period of the uneven noise, across", Double(lattice.across), unit: "px"),
      Finding.Part("period of the uneven noise, down", Double(lattice.down), unit: "px"),
    ]
  }
}
