public import AstroImages

/// Widens the stars and leaves everything else.
public struct StarBloater: Vice {
  public static let id = "star-bloater"
  public static let summary = "makes stars alone a quarter wider"
  public static let rule: String? = "star-size"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses(
    "relative width", usual: 0.24, ladder: [0.06, 0.12, 0.24], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let sigma = Blur.sigma(widening: dose, fwhm: workpiece.fwhm)
    return workpiece.blended(
      workpiece.honest, workpiece.honest.blurred(sigma: sigma),
      workpiece.nearness(to: workpiece.stars, inner: 3, outer: 4))
  }
}
