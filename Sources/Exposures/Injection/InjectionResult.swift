package import Evaluation

/// What a candidate did to artificial light, as curves over what was injected.
package struct InjectionResult: Codable, Equatable, Sendable {
  /// One point of a curve.
  package struct Point: Codable, Equatable, Sendable {
    package var value: Double
    /// The 95 % interval: Wilson's of proportions, of medians by their robust scatter, of slopes two standard errors.
    package var interval: Finding.Interval?
    package var count: Int
  }

  package struct Completeness: Codable, Equatable, Sendable {
    package var signalToNoise: Double
    /// The fraction of injected stars that are found.
    package var found: Point
    /// The fraction of the same places where something was found before anything was injected.
    package var chance: Double
  }

  package struct Photometry: Codable, Equatable, Sendable {
    package var signalToNoise: Double
    /// Magnitudes that were lost (positive) or gained, in thousandths.
    package var bias: Point
    /// The robust scatter of single stars, in thousandths of a magnitude.
    package var scatter: Double
  }

  package struct Doubles: Codable, Equatable, Sendable {
    /// In units of the FWHM.
    package var separation: Double
    package var magnitudeDifference: Double
    /// The fraction of the pairs that the noise-free light resolves which the output resolves too.
    package var resolved: Point
  }

  package struct Faint: Codable, Equatable, Sendable {
    /// A patch's surface brightness in units of a pixel's noise.
    package var amplitude: Double
    /// Its contrast in the output over its true contrast.
    package var slope: Point
  }

  package var candidate: String
  package var completeness: [Completeness]
  package var photometry: [Photometry]
  package var doubles: [Doubles]
  package var faint: [Faint]
  /// The signal-to-noise at which half, and nine tenths, of the stars are found; interpolated, `nil` where the ladder ends.
  package var halfCompleteness: Double?
  package var ninetyCompleteness: Double?
  /// The slope over all patches below one deviation.
  package var faintSlope: Point?
}
