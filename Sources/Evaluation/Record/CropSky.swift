/// Where a crop lies on the sky: nine places, between which a page interpolates without knowing projections.
///
/// The directions of the places, taken as unit vectors, are joined by a parabola through three along either axis; over a
/// crop of a few hundred pixels that stays within a thousandth of a pixel of any projection or distortion in use.
public struct CropSky: Codable, Equatable, Sendable {
  /// What the two numbers of a place are.
  public enum System: String, Codable, Sendable {
    case equatorial, galactic, ecliptic, helioprojective
  }

  public var system: System
  /// Longitude and latitude in degrees at the left, middle and right of the crop's first, middle and last row of pixels.
  public var places: [[Double]]

  public init(system: System, places: [[Double]]) {
    self.system = system
    self.places = places
  }
}
