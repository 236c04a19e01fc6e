public import AstroImages

/// Blurs along rows only, as bad guiding does.
public struct Smear: Vice {
  public static let id = "smear"
  public static let summary = "blurs along rows"
  public static let rule: String? = "star-shape"
  public static let checks = ["ellipticity-drift"]
  public static let doses = Doses("FWHM", usual: 0.25, ladder: [0.12, 0.2, 0.3], harmless: 0.02)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.honest.blurred(sigma: dose * workpiece.fwhm, down: false)
  }
}
