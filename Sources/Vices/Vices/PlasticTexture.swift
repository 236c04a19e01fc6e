public import AstroImages

/// Takes most of the fine structure: the plastic look.
public struct PlasticTexture: Vice {
  public static let id = "plastic-texture"
  public static let summary = "takes 60 % of the structure of 1 to 6 px"
  public static let rule: String? = "faint-texture"
  public static let checks = ["over-smoothing"]
  public static let doses = Doses(
    "fraction", usual: 0.6, ladder: [0.4, 0.6, 0.9], harmless: 0.0005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (fine, coarse) = (
      workpiece.honest.blurred(sigma: 1), workpiece.honest.blurred(sigma: 6)
    )
    return workpiece.honest.adding(fine, times: -Float(dose)).adding(coarse, times: Float(dose))
  }
}
