public import AstroImages

/// Darkens the corners by half of the sky's noise.
public struct Vignetting: Vice {
  public static let id = "vignetting"
  public static let summary = "darkens the corners by half the noise"
  public static let rule = "vignetting"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, x, y, plane in
      let sky = workpiece.sky[plane]
      return value * (1 - 0.5 * sky.noise / max(sky.level, sky.noise) * workpiece.radius(x, y))
    }
  }
}
