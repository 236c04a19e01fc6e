public import AstroImages

/// A denoiser that does one thing wrong on purpose, to prove that a rule can fail.
///
/// It knows the truth: its base is an honest denoiser, the truth with a quarter of the noise, to which the vice is done.
public protocol Vice: Sendable {
  /// The kebab-case name.
  static var id: String { get }
  /// What it does, in a few words.
  static var summary: String { get }
  /// The rule of the release preset that is about it.
  static var rule: String { get }
  init()
  /// Its output on a scene whose truth is known.
  func output(on workpiece: Workpiece) -> AstroImage
}

/// The vices, one line each.
public enum Vices {
  public static let all: [any Vice.Type] = [
    Identity.self, Blur.self, StarEater.self, StarInventor.self, StarDimmer.self,
    TileSeams.self, EdgeDarkening.self, Lattice.self, Vignetting.self, GainError.self,
    Pedestal.self, Holes.self, BlackClipping.self, Quantisation.self, PlasticTexture.self,
    Mottle.self,
  ]
}
