public import AstroImages
internal import Evaluation
internal import Randomness

/// Gives every row a level of its own.
public struct RowBands: Vice {
  public static let id = "row-bands"
  public static let summary = "shifts each row by a fifth of the noise"
  public static let rule: String? = "row-bands"
  public static let checks = ["row-banding"]
  public static let doses = Doses("sigma", usual: 0.2, ladder: [0.1, 0.2, 0.4], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/row-bands/" + workpiece.scene.name)
    let shifts = (0..<workpiece.honest.height).map { _ in Float(dose * random.normal()) }
    return workpiece.changed { value, _, y, plane in value + shifts[y] * workpiece.sky[plane].noise
    }
  }
}
