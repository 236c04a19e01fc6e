public import AstroImages

/// Moves the sky.
public struct Pedestal: Vice {
  public static let id = "pedestal"
  public static let summary = "adds a fifth of the noise to every pixel"
  public static let rule: String? = "sky-level"
  public static let checks = ["background-offset"]
  public static let doses = Doses("sigma", usual: 0.2, ladder: [0.1, 0.2, 0.4], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in value + Float(dose) * workpiece.sky[plane].noise }
  }
}
