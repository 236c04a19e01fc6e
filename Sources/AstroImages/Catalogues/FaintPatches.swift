/// Soft discs of known surface brightness that a scene carries so that lost faint signal can be counted.
public struct FaintPatches: Equatable, Sendable {
  public struct Patch: Equatable, Codable, Sendable {
    /// 1-based, as in ``FaintPatches/labels``.
    public var id: Int
    public var x: Double
    public var y: Double
    public var radius: Double
    /// Amplitude in units of the sky noise, and in image units.
    public var amplitudeInSigma: Double
    public var amplitude: Double

    public init(
      id: Int, x: Double, y: Double, radius: Double, amplitudeInSigma: Double, amplitude: Double
    ) {
      self.id = id
      self.x = x
      self.y = y
      self.radius = radius
      self.amplitudeInSigma = amplitudeInSigma
      self.amplitude = amplitude
    }
  }

  /// Per pixel: 0 for none, `k` inside patch `k`, `-k` in its reference ring.
  public var labels: [Int16]
  public var patches: [Patch]

  public init(labels: [Int16], patches: [Patch]) {
    self.labels = labels
    self.patches = patches
  }
}
