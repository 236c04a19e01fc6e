public import AstroImages

/// Makes everything above the sky 3 % brighter.
public struct GainError: Vice {
  public static let id = "gain-error"
  public static let summary = "multiplies all signal above the sky by 1.03"
  public static let rule = "flux-scale"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      let sky = workpiece.sky[plane].level
      return sky + 1.03 * (value - sky)
    }
  }
}
