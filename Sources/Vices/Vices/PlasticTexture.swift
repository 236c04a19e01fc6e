public import AstroImages

/// Takes 60 % of the structure between one and six pixels: the plastic look.
public struct PlasticTexture: Vice {
  public static let id = "plastic-texture"
  public static let summary = "takes 60 % of the structure of 1 to 6 px"
  public static let rule = "faint-texture"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (fine, coarse) = (
      workpiece.honest.blurred(sigma: 1), workpiece.honest.blurred(sigma: 6)
    )
    let width = workpiece.honest.width
    return workpiece.changed { value, x, y, plane in
      let index = y * width + x
      return value - 0.6 * (fine.planes[plane][index] - coarse.planes[plane][index])
    }
  }
}
