/// An empty sky: whatever a denoiser finds in it, it invented.
public struct Flat: SceneKind {
  public static let id = "flat"
  public static let summary = "an empty sky"

  public static func paint(on canvas: inout SceneCanvas) {
    canvas.diffuse[0] = Field(width: canvas.width, height: canvas.height, fill: canvas.skyLevel)
  }
}
