/// What a candidate added to the background of one scene, along one direction of the frame.
///
/// The frame is laid out in cells; a cell's figure is the median of output minus reference over its pixels outside stars, in
/// units of the input's noise on sky. A profile joins the cells of a column, a row or a ring.
public struct BackgroundProfile: Codable, Equatable, Sendable {
  public enum Axis: String, Codable, CaseIterable, Sendable { case x, y, radius }

  public var scene: String
  public var candidate: String
  public var axis: Axis
  /// Where the cells lie: 0 to 1 from the left or the top; for `radius` from the centre to the corner.
  public var places: [Double]
  /// The mean over the cells of each place.
  public var values: [Double]
  /// The standard error of that mean, from how its cells scatter; 0 where there is one cell.
  public var errors: [Double]

  public init(
    scene: String, candidate: String, axis: Axis, places: [Double], values: [Double],
    errors: [Double]
  ) {
    self.scene = scene
    self.candidate = candidate
    self.axis = axis
    self.places = places
    self.values = values
    self.errors = errors
  }
}
