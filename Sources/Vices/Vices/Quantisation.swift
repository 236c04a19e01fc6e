public import AstroImages

/// Rounds to steps of half the noise, as a detour through few bits does.
public struct Quantisation: Vice {
  public static let id = "quantisation"
  public static let summary = "rounds to steps of half the noise"
  public static let rule = "banding"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      let step = 0.5 * workpiece.sky[plane].noise
      return (value / step).rounded(.toNearestOrEven) * step
    }
  }
}
