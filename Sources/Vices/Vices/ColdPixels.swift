public import AstroImages

/// Darkens single pixels: holes that no filter for stars looks for.
public struct ColdPixels: Vice {
  public static let id = "cold-pixels"
  public static let summary = "darkens 80 single pixels a megapixel"
  public static let rule: String? = "stray-pixels"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses("pixels a megapixel", usual: 80, ladder: [60, 120, 240])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.withStrays(perMegapixel: dose, sign: -1, name: "cold-pixels")
  }
}
