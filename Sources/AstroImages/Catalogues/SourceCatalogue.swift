/// The truth about a scene's point sources, in 0-based pixels with integers at pixel centres.
public struct SourceCatalogue: Equatable, Codable, Sendable {
  /// One star, or one component of a double star.
  public struct Source: Equatable, Codable, Sendable {
    public var id: Int
    public var x: Double
    public var y: Double
    /// Total flux in the image's units.
    public var flux: Double
    /// `-2.5 log10(flux) + 25`.
    public var magnitude: Double
    /// Full width at half maximum of the source's profile, in pixels.
    public var fwhm: Double
    /// The best signal-to-noise ratio that an optimal extraction reaches (Horne 1986).
    public var signalToNoise: Double
    /// What the source is for: `psf`, `field`, `bright`, `double`, `single`, `star`.
    public var role: String
    /// The pair that a double's component belongs to, or -1.
    public var pair: Int
    /// A pair's separation in units of the FWHM, or 0.
    public var separation: Double
    /// A pair's difference in magnitude, or 0.
    public var magnitudeDifference: Double
    /// Whether no neighbour above 2 % of its flux lies within 8 FWHM.
    public var isIsolated: Bool
    /// Whether its peak passes 95 % of full scale.
    public var isSaturated: Bool

    public init(
      id: Int, x: Double, y: Double, flux: Double, magnitude: Double, fwhm: Double,
      signalToNoise: Double, role: String = "star", pair: Int = -1, separation: Double = 0,
      magnitudeDifference: Double = 0, isIsolated: Bool = true, isSaturated: Bool = false
    ) {
      self.id = id
      self.x = x
      self.y = y
      self.flux = flux
      self.magnitude = magnitude
      self.fwhm = fwhm
      self.signalToNoise = signalToNoise
      self.role = role
      self.pair = pair
      self.separation = separation
      self.magnitudeDifference = magnitudeDifference
      self.isIsolated = isIsolated
      self.isSaturated = isSaturated
    }
  }

  public var sources: [Source]

  public init(_ sources: [Source] = []) { self.sources = sources }
}
