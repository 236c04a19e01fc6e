/// A whole frame, made small and stretched: for finding one's way, not for judging pixels.
public struct FramePreview: Codable, Equatable, Sendable {
  public var scene: String
  /// The JPEG in the run's folder.
  public var file: String
  public var width: Int
  public var height: Int

  public init(scene: String, file: String, width: Int, height: Int) {
    self.scene = scene
    self.file = file
    self.width = width
    self.height = height
  }
}
