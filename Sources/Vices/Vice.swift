public import AstroImages

/// A denoiser that does one thing wrong on purpose, to prove that a check can fail.
///
/// It knows the truth: its base is an honest denoiser, the truth with a quarter of the noise, to which the vice is done.
public protocol Vice: Sendable {
  /// The kebab-case name.
  static var id: String { get }
  /// What it does, in a few words.
  static var summary: String { get }
  /// The rule of the release preset that is about it; `nil` where that preset has none.
  static var rule: String? { get }
  /// The ids of the checks that are for it: each must catch it where it applies.
  static var checks: [String] { get }
  static var doses: Doses { get }
  init(dose: Double)
  /// Whether a scene has what it needs to do its harm: stars, doubles, colour.
  func applies(to workpiece: Workpiece) -> Bool
  /// Its output on a scene whose truth is known.
  func output(on workpiece: Workpiece) -> AstroImage
}

extension Vice {
  /// The vice at its usual dose.
  public init() { self.init(dose: Self.doses.usual) }

  public func applies(to workpiece: Workpiece) -> Bool { true }
}

/// How much of a vice is done.
public struct Doses: Sendable {
  /// What a dose counts: `sigma`, `fraction of the stars`.
  public let unit: String
  /// The dose that must be caught.
  public let usual: Double
  /// Three doses and more, the mildest first: the check's figure must rise along them.
  public let ladder: [Double]
  /// A dose that no check may mind; `nil` where every dose is a fault.
  public let harmless: Double?

  public init(_ unit: String, usual: Double, ladder: [Double], harmless: Double? = nil) {
    self.unit = unit
    self.usual = usual
    self.ladder = ladder
    self.harmless = harmless
  }
}

/// The vices, one line each.
public enum Vices {
  public static let all: [any Vice.Type] = [
    Identity.self,
    // Stars
    Blur.self, MedianFilter.self, BilateralFilter.self, NonLocalMeans.self,
    WaveletThreshold.self, Cartoon.self, RowMedian.self, Deconvolution.self, UnevenFocus.self,
    Smear.self, Shift.self, Zoom.self, Rotation.self, ElasticWarp.self,
    StarBloater.self, StarEater.self, StarThief.self, TrailEater.self, StarDimmer.self,
    StarFlicker.self, BurntCores.self, DoublesMerger.self, DoublesEqualiser.self, RingMaker.self,
    BrightHalos.self,
    // Invention
    Sharpener.self, StarInventor.self, PeakPromoter.self, CompanionInventor.self,
    DoublesSplitter.self, StarSplitter.self, HotPixels.self, ColdPixels.self,
    DiffractionSpikes.self,
    StreakInventor.self,
    ContrastBooster.self, LocalNormalisation.self, TextureInventor.self, DetailHallucinator.self,
    Mottle.self,
    // The frame
    PatchyDenoiser.self, TileSeams.self, BlockQuantisation.self, RowBands.self, DeadColumns.self,
    DustMotes.self, EdgeDarkening.self, RawEdges.self,
    Lattice.self, StrideLattice.self, SkippedPixels.self, Moire.self, Ripple.self,
    HalfResolution.self,
    NebulaFlattener.self, NebulaDimmer.self,
    Vignetting.self, Holes.self, BlackClipping.self, WhiteClipping.self, Quantisation.self,
    // Brightness and colour
    GainError.self, HighlightCompressor.self, Pedestal.self, ColourShifter.self, ChromaEater.self,
    ColourMisregistration.self, HueRotation.self,
    // Faint signal
    FaintSignalEater.self, PlasticTexture.self, TextureShuffler.self,
  ]
}
