public import AstroImages

/// Leaves a chequerboard, as transposed convolutions do.
public struct Lattice: Vice {
  public static let id = "lattice"
  public static let summary = "leaves a chequerboard of 5 % of the noise"
  public static let rule: String? = "lattice"
  public static let checks = ["checkerboard"]
  public static let doses = Doses(
    "sigma", usual: 0.05, ladder: [0.03, 0.06, 0.12], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, x, y, plane in
      value + Float(dose) * workpiece.sky[plane].noise * ((x + y) % 2 == 0 ? 1 : -1)
    }
  }
}
