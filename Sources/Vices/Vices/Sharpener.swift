public import AstroImages

/// Adds what a blur would take.
public struct Sharpener: Vice {
  public static let id = "sharpener"
  public static let summary = "sharpens by an unsharp mask as wide as half a star"
  public static let rule: String? = "halos"
  public static let checks = ["over-sharpening", "fwhm-drift"]
  public static let doses = Doses("strength", usual: 1.2, ladder: [0.4, 0.8, 1.6], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let soft = honest.blurred(sigma: 0.56 * workpiece.fwhm)
    return honest.adding(honest, times: Float(dose)).adding(soft, times: -Float(dose))
  }
}
