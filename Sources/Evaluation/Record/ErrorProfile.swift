/// How large one candidate's error is on one scene, by where in the frame a pixel lies, in units of the input's noise there.
public struct ErrorProfile: Codable, Equatable, Sendable {
  public enum Axis: String, Codable, CaseIterable, Sendable {
    /// The rms error outside stars, by the distance to the nearest border: the median over blocks along it.
    case border
    /// The rms step of the error to the next column or row, by the distance to the seams that ``period`` and ``seam`` tell of.
    case seam
    /// The rms error outside stars, by how many periods a column, or row, is from the nearest seam: -0.5 to 0.5, 0 on it.
    case phase
  }

  public var scene: String
  public var candidate: String
  public var axis: Axis
  /// Pixels: the middle of a ring from the border, or a seam's signed distance.
  public var places: [Double]
  public var values: [Double]
  /// The standard error of each value; 0 where one block or one seam is all there is.
  public var errors: [Double]
  /// The distance of the seams in pixels, where the profile is of seams.
  public var period: Int?
  /// What the seams lie between: `columns` or `rows`.
  public var seam: String?

  public init(
    scene: String, candidate: String, axis: Axis, places: [Double], values: [Double],
    errors: [Double], period: Int? = nil, seam: String? = nil
  ) {
    self.scene = scene
    self.candidate = candidate
    self.axis = axis
    self.places = places
    self.values = values
    self.errors = errors
    self.period = period
    self.seam = seam
  }
}
