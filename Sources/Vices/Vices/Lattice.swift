public import AstroImages

/// Leaves a chequerboard of a twentieth of the noise, as transposed convolutions do.
public struct Lattice: Vice {
  public static let id = "lattice"
  public static let summary = "leaves a chequerboard of 5 % of the noise"
  public static let rule = "lattice"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, x, y, plane in
      value + 0.05 * workpiece.sky[plane].noise * ((x + y) % 2 == 0 ? 1 : -1)
    }
  }
}
