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
  public static let all: [Innocent] = honest + harmless

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

  /// Every vice at a dose below its threshold, called `blur-harmless` and so on.
  public static let harmless: [Innocent] = Vices.all.compactMap { vice in
    guard let dose = vice.doses.harmless, vice.id != Identity.id else { return nil }
    return Innocent(vice.id + "-harmless", "\(vice.id) of \(dose) \(vice.doses.unit)") {
      vice.init(dose: dose).output(on: $0)
    }
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
