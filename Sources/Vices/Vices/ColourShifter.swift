public import AstroImages

/// Makes one colour brighter.
public struct ColourShifter: Vice {
  public static let id = "colour-shifter"
  public static let summary = "multiplies the first colour's light by 1.04"
  public static let rule: String? = nil
  public static let checks = ["colour-shift"]
  public static let doses = Doses(
    "relative", usual: 0.04, ladder: [0.02, 0.04, 0.08], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.truth.channels >= 3 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    guard workpiece.truth.channels >= 3 else { return workpiece.honest }
    return workpiece.changed { value, _, _, plane in
      let sky = workpiece.sky[plane].level
      return plane == 0 ? sky + Float(1 + dose) * (value - sky) : value
    }
  }
}
