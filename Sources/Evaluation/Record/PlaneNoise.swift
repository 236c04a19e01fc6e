/// The noise of one colour plane on the sky of one scene, before and after one candidate.
public struct PlaneNoise: Codable, Equatable, Sendable {
  public var scene: String
  public var candidate: String
  /// The plane as its file calls it: `R`, `G`, `B`.
  public var plane: String
  /// 1.4826 times the median absolute deviation of input minus reference, and of output minus reference, in image units.
  public var before: Double
  public var after: Double

  public init(scene: String, candidate: String, plane: String, before: Double, after: Double) {
    self.scene = scene
    self.candidate = candidate
    self.plane = plane
    self.before = before
    self.after = after
  }
}
