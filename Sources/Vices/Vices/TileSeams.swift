public import AstroImages
internal import Evaluation
internal import Randomness

/// Gives every tile of 64 px a level of its own.
public struct TileSeams: Vice {
  public static let id = "tile-seams"
  public static let summary = "shifts each tile of 64 px by up to half the noise"
  public static let rule = "seams"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    let tile = 64
    let across = (workpiece.honest.width + tile - 1) / tile
    let down = (workpiece.honest.height + tile - 1) / tile
    var random = RandomSource(seed: 1, name: "vices/tile-seams/" + workpiece.scene.name)
    let shifts = (0..<across * down).map {
      Float(($0 + $0 / across) % 2 == 0 ? 0.2 : -0.2) + Float(random.uniform(-0.1, 0.1))
    }
    return workpiece.changed { value, x, y, plane in
      value + shifts[y / tile * across + x / tile] * workpiece.sky[plane].noise
    }
  }
}
