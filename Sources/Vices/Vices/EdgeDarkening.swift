public import AstroImages
private import Foundation

/// Darkens the borders, as padding with zeros does.
public struct EdgeDarkening: Vice {
  public static let id = "edge-darkening"
  public static let summary = "darkens the outermost pixels by the noise"
  public static let rule = "edges"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (width, height) = (workpiece.honest.width, workpiece.honest.height)
    return workpiece.changed { value, x, y, plane in
      let distance = Float(min(x, y, width - 1 - x, height - 1 - y))
      return value - workpiece.sky[plane].noise * exp(-distance / 2.5)
    }
  }
}
