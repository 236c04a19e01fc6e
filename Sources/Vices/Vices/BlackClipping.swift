public import AstroImages

/// Cuts off everything below a level near the sky.
public struct BlackClipping: Vice {
  public static let id = "black-clipping"
  public static let summary = "cuts off what lies 15 % of the noise below the sky"
  public static let rule: String? = "black-clipped"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses(
    "sigma above the lowest cut", usual: 0.15, ladder: [0, 0.15, 0.3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      max(value, workpiece.sky[plane].level + Float(dose - 0.3) * workpiece.sky[plane].noise)
    }
  }
}
