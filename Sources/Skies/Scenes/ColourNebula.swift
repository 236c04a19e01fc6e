/// The nebula in red, green and blue: rich in red, under stars of all colours.
///
/// Catalogue fluxes are those of the green plane; patches have their stated amplitude in red, 45 % in green, 30 % in blue.
public struct ColourNebula: SceneKind {
  public static let id = "rgb"
  public static let summary = "the nebula in colour, with stars of all colours"
  public static let channelNames = ["R", "G", "B"]
  public static let filter = "RGB"

  public static func paint(on canvas: inout SceneCanvas) {
    Nebula.paint(
      on: &canvas, skyWeights: [1, 0.9, 1.1], nebulaWeights: [1, 0.45, 0.3], colourSpread: 0.25)
  }
}
