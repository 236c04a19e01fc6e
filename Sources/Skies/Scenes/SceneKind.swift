/// One kind of scene: what the simulated telescope points at.
public protocol SceneKind: Sendable {
  /// The name by which commands and configurations choose it.
  static var id: String { get }
  /// What it shows, in one line for lists.
  static var summary: String { get }
  /// One name a plane.
  static var channelNames: [String] { get }
  /// The filter that its frames state.
  static var filter: String { get }
  /// Paints the scene with streams split from the canvas's, and catalogues what it paints.
  static func paint(on canvas: inout SceneCanvas)
}

extension SceneKind {
  public static var channelNames: [String] { ["L"] }
  public static var filter: String { "L" }
}
