public import AstroImages
internal import Evaluation
internal import Randomness

/// Gives every tile of 64 px a level of its own.
public struct TileSeams: Vice {
  public static let id = "tile-seams"
  public static let summary = "shifts each tile of 64 px by a fifth of the noise"
  public static let rule: String? = "seams"
  public static let checks = ["tile-seam"]
  public static let doses = Doses("sigma", usual: 0.2, ladder: [0.1, 0.2, 0.4], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let tile = 64
    let across = (workpiece.honest.width + tile - 1) / tile
    let down = (workpiece.honest.height + tile - 1) / tile
    var random = RandomSource(seed: 1, name: "vices/tile-seams/" + workpiece.scene.name)
    let shifts = (0..<across * down).map {
      Float(dose) * (Float(($0 + $0 / across) % 2 == 0 ? 1 : -1) + Float(random.uniform(-0.5, 0.5)))
    }
    return workpiece.changed { value, x, y, plane in
      value + shifts[y / tile * across + x / tile] * workpiece.sky[plane].noise
    }
  }
}
