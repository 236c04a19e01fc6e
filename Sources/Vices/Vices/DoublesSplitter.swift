public import AstroImages

/// Digs a gap between double stars that is deeper than the optics made it.
public struct DoublesSplitter: Vice {
  public static let id = "doubles-splitter"
  public static let summary = "sharpens double stars alone"
  public static let rule: String? = "doubles-split"
  public static let checks = ["doubles-oversplit"]
  public static let doses = Doses("strength", usual: 1.5, ladder: [0.8, 1.5, 3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.pairs.count >= 8 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let soft = honest.blurred(sigma: 0.56 * workpiece.fwhm)
    let sharp = honest.adding(honest, times: Float(dose)).adding(soft, times: -Float(dose))
    return workpiece.blended(
      honest, sharp,
      workpiece.nearness(to: workpiece.pairs.flatMap { [$0, $1] }, inner: 1.5, outer: 2.5))
  }
}
