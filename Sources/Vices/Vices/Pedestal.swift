public import AstroImages

/// Moves the sky by a fifth of its noise.
public struct Pedestal: Vice {
  public static let id = "pedestal"
  public static let summary = "adds a fifth of the noise to every pixel"
  public static let rule = "sky-level"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in value + 0.2 * workpiece.sky[plane].noise }
  }
}
