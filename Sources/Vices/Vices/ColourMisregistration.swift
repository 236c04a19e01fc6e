public import AstroImages

/// Moves one colour against the others, as planes that are denoised apart may be.
public struct ColourMisregistration: Vice {
  public static let id = "colour-misregistration"
  public static let summary = "moves the first colour by 0.3 px"
  public static let rule: String? = nil
  public static let checks = ["centroid-shift"]
  public static let doses = Doses("px", usual: 0.3, ladder: [0.1, 0.2, 0.4], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.truth.channels >= 3 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, x, y, plane in
      plane == 0
        ? workpiece.honest.sampled(x: Double(x) - dose, y: Double(y) - dose, plane: plane) : value
    }
  }
}
