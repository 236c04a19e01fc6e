public import AstroImages

/// Makes everything above the sky brighter.
public struct GainError: Vice {
  public static let id = "gain-error"
  public static let summary = "multiplies all signal above the sky by 1.03"
  public static let rule: String? = "flux-scale"
  public static let checks = ["flux-gain"]
  public static let doses = Doses(
    "relative", usual: 0.03, ladder: [0.02, 0.04, 0.08], harmless: 0.002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      let sky = workpiece.sky[plane].level
      return sky + Float(1 + dose) * (value - sky)
    }
  }
}
