public import AstroImages

/// Blurs by one pixel, which raises PSNR and bloats every star.
public struct Blur: Vice {
  public static let id = "blur"
  public static let summary = "blurs by a Gaussian of 1 px"
  public static let rule = "star-size"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage { workpiece.honest.blurred(sigma: 1) }
}
