/// The screen transfer function of PixInsight and Siril: a black point and a midtones balance, from linear values to 0...1.
///
/// With `v = value / fullScale`: `x = (v - c0) / (1 - c0)` clamped to 0...1, then
/// `MTF(m, x) = (m - 1) x / ((2 m - 1) x - m)`.
public struct MidtonesTransfer: Equatable, Codable, Sendable {
  /// The black point c0, as a fraction of full scale.
  public var shadows: Double
  /// The midtones balance m: the scaled value that becomes 0.5.
  public var midtones: Double
  /// The value of white, in the image's units.
  public var fullScale: Double

  /// Makes a stretch from its three numbers.
  public init(shadows: Double, midtones: Double, fullScale: Double) {
    self.shadows = shadows
    self.midtones = midtones
    self.fullScale = fullScale
  }

  /// How many sigma below the median black lies.
  public static let shadowsInSigma = 2.8
  /// What the median becomes.
  public static let targetBackground = 0.25

  /// The automatic stretch: black 2.8 sigma below the median, the median at 0.25.
  ///
  /// `c0 = max(0, median - 2.8 * 1.4826 * MAD)` and `m = MTF(0.25, median - c0)` of the scaled finite values; a MAD of 0
  /// counts as a sigma of 0.001. A frame with values below zero had its sky subtracted: its black lies no lower than its
  /// lowest value instead of at zero. Take it from the noisy input and use it for every rendition of the scene: a denoised sky
  /// has almost no MAD, and its own stretch would be absurd.
  public init(autoFrom plane: [Float], fullScale: Double) {
    let median = (RobustStatistics.median(plane) ?? 0) / fullScale
    let deviation = RobustStatistics.medianDeviation(plane, from: median * fullScale) / fullScale
    let sigma = deviation == 0 ? 0.001 : RobustStatistics.madToSigma * deviation
    let lowest = plane.reduce(Float(0)) { $1.isFinite && $1 < $0 ? $1 : $0 }
    let shadows = max(Double(lowest) / fullScale, median - Self.shadowsInSigma * sigma)
    let midtones = Self.transfer(Self.targetBackground, median - shadows)
    self.init(
      shadows: min(shadows, 1 - 1e-9), midtones: min(max(midtones, 1e-9), 1 - 1e-9),
      fullScale: fullScale)
  }

  /// One stretch for all planes of light, from the mean of their black points and midtones, so that colours stay.
  public init(autoFromLinked planes: [[Float]], fullScale: Double) {
    let each = planes.map { MidtonesTransfer(autoFrom: $0, fullScale: fullScale) }
    let count = Double(max(1, each.count))
    self.init(
      shadows: each.reduce(0) { $0 + $1.shadows } / count,
      midtones: each.isEmpty ? 0.5 : each.reduce(0) { $0 + $1.midtones } / count,
      fullScale: fullScale)
  }

  /// `MTF(m, x)`: 0 at 0, 0.5 at `m`, 1 at 1.
  public static func transfer(_ m: Double, _ x: Double) -> Double {
    // Rounding must not leave white a hair below 1.
    x == 1 ? 1 : (m - 1) * x / ((2 * m - 1) * x - m)
  }

  /// The displayed value, 0 to 1; not a number stays so.
  public func callAsFunction(_ value: Double) -> Double {
    guard !value.isNaN else { return value }
    return Self.transfer(
      midtones, min(max((value / fullScale - shadows) / (1 - shadows), 0), 1))
  }

  /// The displayed value, 0 to 1.
  public func callAsFunction(_ value: Float) -> Float { Float(self(Double(value))) }

  /// The stretched plane.
  public func callAsFunction(_ plane: [Float]) -> [Float] { plane.map { self($0) } }

  /// The value that is displayed so: exact for values between black and white, which the stretch does not clamp.
  public func inverse(_ displayed: Double) -> Double {
    let x = Self.transfer(1 - midtones, displayed)
    return (x * (1 - shadows) + shadows) * fullScale
  }

  /// The value that is displayed so.
  public func inverse(_ displayed: Float) -> Float { Float(inverse(Double(displayed))) }
}
