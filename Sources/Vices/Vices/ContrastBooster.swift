public import AstroImages

/// Raises local contrast, as photographers' filters do.
public struct ContrastBooster: Vice {
  public static let id = "contrast-booster"
  public static let summary = "raises structure of 2 to 12 px by 30 %"
  public static let rule: String? = "over-sharpening"
  public static let checks = ["over-sharpening"]
  public static let doses = Doses(
    "fraction", usual: 0.3, ladder: [0.2, 0.4, 0.8], harmless: 0.0002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let (fine, coarse) = (honest.blurred(sigma: 2), honest.blurred(sigma: 12))
    return honest.adding(fine, times: Float(dose)).adding(coarse, times: -Float(dose))
  }
}
