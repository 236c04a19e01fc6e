public import AstroImages
internal import Evaluation

/// Darkens the middle of saturated stars, as networks do that never met one.
public struct BurntCores: Vice {
  public static let id = "burnt-cores"
  public static let summary = "takes half of the light from the middle of saturated stars"
  public static let rule: String? = "saturated-cores"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses("fraction", usual: 0.5, ladder: [0.2, 0.5, 0.9])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  /// Five saturated pixels and more in every plane: a red star may saturate in one alone.
  public func applies(to workpiece: Workpiece) -> Bool {
    let limit = Float(0.95 * workpiece.scene.fullScale)
    return workpiece.truth.planes.allSatisfy { $0.count { $0 >= limit } >= 5 }
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let limit = Float(0.95 * workpiece.scene.fullScale)
    return workpiece.changed { value, x, y, plane in
      let isSaturated = workpiece.truth.planes[plane][y * workpiece.truth.width + x] >= limit
      let sky = workpiece.sky[plane].level
      return isSaturated ? sky + Float(1 - dose) * (value - sky) : value
    }
  }
}
