#if canImport(Glibc)
  internal import Glibc
#endif

/// The inverse hyperbolic sine: linear for faint values, logarithmic for bright ones, and defined below black.
///
/// `y = asinh(x / a) / asinh(1 / a)` with `x = (value - black) / (white - black)`; Lupton, Gunn and Szalay 1999, AJ 118,
/// 1406, in astropy's form. It is odd about black and nothing is clamped, so it can be undone everywhere.
public struct AsinhStretch: Equatable, Codable, Sendable {
  /// The value that becomes 0, in the image's units.
  public var black: Double
  /// The value that becomes 1.
  public var white: Double
  /// The softening `a`: where linear turns to logarithmic, as a fraction of the range.
  public var softening: Double

  /// Makes a stretch; 0.1 is astropy's softening.
  public init(black: Double, white: Double, softening: Double = 0.1) {
    self.black = black
    self.white = white
    self.softening = softening
  }

  /// Black at the median, and the turn to logarithmic `sigmas` of the sky's noise above it.
  public init(autoFrom plane: [Float], fullScale: Double, sigmas: Double = 3) {
    let median = RobustStatistics.median(plane) ?? 0
    let sigma = RobustStatistics.madToSigma * RobustStatistics.medianDeviation(plane, from: median)
    let range = max(fullScale - median, fullScale * 1e-6)
    self.init(
      black: median, white: median + range, softening: min(max(sigmas * sigma / range, 1e-6), 1))
  }

  /// The stretched value: 0 at black, 1 at white.
  public func callAsFunction(_ value: Double) -> Double {
    asinh((value - black) / (white - black) / softening) / asinh(1 / softening)
  }

  /// The stretched value.
  public func callAsFunction(_ value: Float) -> Float { Float(self(Double(value))) }

  /// The stretched plane.
  public func callAsFunction(_ plane: [Float]) -> [Float] { plane.map { self($0) } }

  /// The value that is stretched to `stretched`.
  public func inverse(_ stretched: Double) -> Double {
    sinh(stretched * asinh(1 / softening)) * softening * (white - black) + black
  }

  /// The value that is stretched to `stretched`.
  public func inverse(_ stretched: Float) -> Float { Float(inverse(Double(stretched))) }
}
