public import AstroImages
internal import Evaluation
internal import Randomness

/// Repeats one pattern every four pixels, as a decoder of stride four does.
public struct StrideLattice: Vice {
  public static let id = "stride-lattice"
  public static let summary = "leaves a pattern of 4 x 4 px at 5 % of the noise"
  public static let rule: String? = "lattice"
  public static let checks = ["checkerboard"]
  public static let doses = Doses(
    "sigma", usual: 0.05, ladder: [0.03, 0.06, 0.12], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/stride-lattice/" + workpiece.scene.name)
    let pattern = (0..<16).map { _ in Float(random.normal()) }
    return workpiece.changed { value, x, y, plane in
      value + Float(dose) * workpiece.sky[plane].noise * pattern[y % 4 * 4 + x % 4]
    }
  }
}
