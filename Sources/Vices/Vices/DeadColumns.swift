public import AstroImages

/// Darkens a few single columns.
public struct DeadColumns: Vice {
  public static let id = "dead-columns"
  public static let summary = "darkens four columns by half the noise"
  public static let rule: String? = "single-lines"
  public static let checks = ["row-banding"]
  public static let doses = Doses("sigma", usual: 0.5, ladder: [0.25, 0.5, 1], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let columns = [0.13, 0.38, 0.61, 0.87].map { Int($0 * Double(workpiece.truth.width)) }
    return workpiece.changed { value, x, _, plane in
      columns.contains(x) ? value - Float(dose) * workpiece.sky[plane].noise : value
    }
  }
}
