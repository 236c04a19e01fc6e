public import AstroImages
internal import Evaluation
internal import Randomness

/// A denoiser that does nothing wrong: no check may fail on it.
public struct Innocent: Sendable {
  /// The kebab-case name.
  public let id: String
  /// What it does, in a few words.
  public let summary: String
  public let output: @Sendable (Workpiece) -> AstroImage

  public init(
    _ id: String, _ summary: String, output: @escaping @Sendable (Workpiece) -> AstroImage
  ) {
    self.id = id
    self.summary = summary
    self.output = output
  }
}

/// The innocents: honest denoisers, and every vice at a dose that harms nobody.
public enum Innocents {
  public static let all: [Innocent] = honest + uneven + faithful + harmless + mixtures

  /// Denoisers that are as good as they look.
  public static let honest: [Innocent] = [
    Innocent("perfect", "gives the truth") { $0.truth },
    Innocent("honest-strong", "leaves a quarter of the noise") { $0.honest },
    Innocent("honest-weak", "leaves 60 % of the noise") { $0.honest(noiseLeft: 0.6) },
    Innocent("honest-correlated", "leaves noise of 15 % that is correlated over 1.2 px") {
      correlated($0)
    },
    Innocent("float32-rounding", "passes through single precision on a scale of 0 to 1") {
      piece in
      let scale = Float(piece.scene.fullScale)
      return piece.changed { value, _, _, _ in value / scale * scale }
    },
  ]

  /// Denoisers that treat a frame's places differently, as networks do, and are honest in each.
  public static let uneven: [Innocent] = [
    Innocent("honest-bright", "leaves 15 % of the noise on sky and up to 60 % on bright light") {
      shaded($0, onSky: 0.15, onLight: 0.6)
    },
    Innocent("honest-dark", "leaves 50 % of the noise on sky and down to 20 % on bright light") {
      shaded($0, onSky: 0.5, onLight: 0.2)
    },
    Innocent("honest-regional", "leaves 10 to 55 % of the noise, more to one side") { piece in
      let (noisy, width) = (piece.scene.noisy, piece.truth.width)
      return piece.changed { _, x, y, plane in
        let i = y * width + x
        let share = 0.1 + 0.45 * Float(x) / Float(width)
        let truth = piece.truth.planes[plane][i]
        return truth + share * (noisy.planes[plane][i] - truth)
      }
    },
    Innocent("honest-pink", "leaves noise of 10 % whose amplitude falls as the frequency") {
      piece in
      let texture = pink(like: piece.truth, name: piece.scene.name)
      let width = piece.truth.width
      return piece.changed { _, x, y, plane in
        let i = y * width + x
        return piece.truth.planes[plane][i] + 0.1 * piece.sky[plane].noise * texture[i]
      }
    },
  ]

  /// Denoisers that leave the noise where or as it came: what linear filters, careful networks and thrifty formats do.
  public static let faithful: [Innocent] = [
    Innocent("honest-lowpass", "takes the noise of high frequencies and leaves that of low ones") {
      piece in
      piece.truth.adding(
        piece.scene.noisy.adding(piece.truth, times: -1).blurred(sigma: 1), times: 1)
    },
    Innocent("honest-careful", "leaves stars as they came, and a fifth of the noise elsewhere") {
      piece in
      piece.blended(
        piece.honest(noiseLeft: 0.2), piece.scene.noisy,
        piece.nearness(to: piece.stars.filter { $0.signalToNoise > 8 }, inner: 1.5, outer: 3))
    },
    Innocent(
      "oracle-shrinkage", "leaves of the noise the share that Wiener's filter would of the light"
    ) {
      oracle($0)
    },
    Innocent(
      "half-precision", "passes through half precision on a scale of 1 from the sky's level upwards"
    ) { piece in
      let scale = Float(piece.scene.fullScale)
      return piece.changed { value, _, _, plane in
        let share = (value - piece.sky[plane].level) / scale
        guard share != 0 else { return value }
        // Eleven bits, the leading one included.
        let step = Float(sign: .plus, exponent: share.exponent - 10, significand: 1)
        return (share / step).rounded() * step * scale + piece.sky[plane].level
      }
    },
  ]

  /// Three vices of different kinds one after the other, each at a dose that harms nobody.
  public static let mixtures: [Innocent] = [
    [Blur.self, GainError.self, Pedestal.self],
    [Smear.self, Shift.self, Vignetting.self],
    [Zoom.self, TextureInventor.self, RowBands.self],
    [Sharpener.self, HighlightCompressor.self, EdgeDarkening.self],
    [PlasticTexture.self, StarDimmer.self, DustMotes.self],
    [ContrastBooster.self, ColourShifter.self, Rotation.self],
  ].map { (vices: [any Vice.Type]) in
    Innocent(
      "a-little-of-" + vices.map { $0.id }.joined(separator: "-"),
      "does harmless amounts of three vices at once"
    ) { piece in
      vices.reduce(piece.honest) { output, vice in
        vice.init(dose: vice.doses.harmless ?? 0).output(on: piece.starting(from: output))
      }
    }
  }

  /// Every vice at a dose below its threshold, called `blur-harmless` and so on.
  public static let harmless: [Innocent] = Vices.all.compactMap { vice in
    guard let dose = vice.doses.harmless, vice.id != Identity.id else { return nil }
    return Innocent(vice.id + "-harmless", "\(vice.id) of \(dose) \(vice.doses.unit)") {
      vice.init(dose: dose).output(on: $0)
    }
  }

  /// The truth with a share of the noise that goes from one on plain sky to another where light outshines the sky's noise tenfold.
  private static func shaded(_ piece: Workpiece, onSky: Float, onLight: Float) -> AstroImage {
    let (noisy, width) = (piece.scene.noisy, piece.truth.width)
    return piece.changed { _, x, y, plane in
      let i = y * width + x
      let truth = piece.truth.planes[plane][i]
      let sky = piece.sky[plane]
      let light = min(max(truth - sky.level, 0) / (10 * sky.noise), 1)
      return truth + (onSky + (onLight - onSky) * light) * (noisy.planes[plane][i] - truth)
    }
  }

  /// The truth with the share of the noise that is light's own power over light and noise at each place; a tenth of it at least.
  private static func oracle(_ piece: Workpiece) -> AstroImage {
    let (noisy, light, width) = (
      piece.scene.noisy, piece.truth.blurred(sigma: 2), piece.truth.width
    )
    return piece.changed { _, x, y, plane in
      let i = y * width + x
      let sky = piece.sky[plane]
      let signal = max(light.planes[plane][i] - sky.level, 0) / sky.noise
      let truth = piece.truth.planes[plane][i]
      return truth + max(signal * signal / (1 + signal * signal), 0.1)
        * (noisy.planes[plane][i] - truth)
    }
  }

  /// Noise whose amplitude falls as the frequency, rms 1: white noise smoothed over 1 to 32 px, each octave as strong.
  private static func pink(like image: AstroImage, name: String) -> [Float] {
    var sum = [Float](repeating: 0, count: image.pixelCount)
    for (octave, scale) in [0.0, 1, 2, 4, 8, 16, 32].enumerated() {
      var random = RandomSource(seed: 1, name: "innocents/pink/\(octave)/" + name)
      let white = AstroImage(
        width: image.width, height: image.height,
        planes: [sum.map { _ in Float(random.normal()) }])
      let soft = white.blurred(sigma: scale).planes[0]
      // White noise blurred by sigma keeps 1 / (2 sqrt(pi) sigma) of its deviation.
      let weight = scale > 0 ? Float(2 * 1.7725 * scale) : 1
      for i in sum.indices { sum[i] += weight * soft[i] }
    }
    let square = sum.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(sum.count)
    return sum.map { $0 / Float(square.squareRoot()) }
  }

  /// The truth with noise of its own, as networks leave it.
  private static func correlated(_ piece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "innocents/correlated/" + piece.scene.name)
    var noise = piece.truth
    for plane in noise.planes.indices {
      noise.planes[plane] = noise.planes[plane].map { _ in Float(random.normal()) }
    }
    noise = noise.blurred(sigma: 1.2)
    // White noise blurred by sigma keeps 1 / (2 sqrt(pi) sigma) of its deviation.
    let scale = Float(0.15 * 2 * 1.7725 * 1.2)
    let width = piece.truth.width
    return piece.changed { _, x, y, plane in
      let index = y * width + x
      return piece.truth.planes[plane][index] + scale * piece.sky[plane].noise
        * noise.planes[plane][index]
    }
  }
}
