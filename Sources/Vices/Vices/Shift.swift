public import AstroImages

/// Moves the frame to the right, by cubic interpolation.
public struct Shift: Vice {
  public static let id = "shift"
  public static let summary = "moves everything by 0.15 px"
  public static let rule: String? = "star-position"
  public static let checks = ["centroid-shift"]
  public static let doses = Doses("px", usual: 0.15, ladder: [0.1, 0.2, 0.4], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { _, x, y, plane in
      workpiece.honest.sampled(x: Double(x) - dose, y: Double(y), plane: plane)
    }
  }
}
