public import AstroImages

/// Makes both stars of a double equally bright, with the light that they have together.
public struct DoublesEqualiser: Vice {
  public static let id = "doubles-equaliser"
  public static let summary = "makes both stars of a double equally bright"
  public static let rule: String? = "pair-balance"
  public static let checks = ["doubles-merged"]
  public static let doses = Doses("fraction of the difference", usual: 1, ladder: [0.4, 0.7, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.pairs.count >= 8 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    for (bright, faint) in workpiece.pairs {
      let moved = dose * (bright.flux - faint.flux) / 2
      result.addStar(x: bright.x, y: bright.y, flux: -moved, fwhm: workpiece.fwhm)
      result.addStar(x: faint.x, y: faint.y, flux: moved, fwhm: workpiece.fwhm)
    }
    return result
  }
}
