public import AstroImages

/// Cuts off everything a little below the sky.
public struct BlackClipping: Vice {
  public static let id = "black-clipping"
  public static let summary = "cuts off what lies 15 % of the noise below the sky"
  public static let rule = "black-clipped"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      max(value, workpiece.sky[plane].level - 0.15 * workpiece.sky[plane].noise)
    }
  }
}
