public import AstroImages

/// Blurs, which raises PSNR and bloats every star.
public struct Blur: Vice {
  public static let id = "blur"
  public static let summary = "blurs until stars are a quarter wider"
  public static let rule: String? = "star-size"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses(
    "relative width", usual: 0.24, ladder: [0.06, 0.12, 0.24], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.honest.blurred(sigma: Self.sigma(widening: dose, fwhm: workpiece.fwhm))
  }

  /// The Gaussian that makes a star of a width so much wider.
  static func sigma(widening: Double, fwhm: Double) -> Double {
    fwhm / 2.3548 * ((1 + widening) * (1 + widening) - 1).squareRoot()
  }
}
