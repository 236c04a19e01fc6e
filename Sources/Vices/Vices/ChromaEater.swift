public import AstroImages

/// Draws all colours towards grey.
public struct ChromaEater: Vice {
  public static let id = "chroma-eater"
  public static let summary = "takes 40 % of the colour"
  public static let rule: String? = nil
  public static let checks = ["chroma-retention"]
  public static let doses = Doses("fraction", usual: 0.4, ladder: [0.25, 0.5, 0.9], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.truth.channels >= 3 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    guard honest.channels >= 3 else { return honest }
    let colours = 0..<3
    return workpiece.changed { value, x, y, plane in
      guard plane < 3 else { return value }
      let index = y * honest.width + x
      let light = colours.map { honest.planes[$0][index] - workpiece.sky[$0].level }
      let grey = (light[0] + light[1] + light[2]) / 3
      return value + Float(dose) * (grey - light[plane])
    }
  }
}
