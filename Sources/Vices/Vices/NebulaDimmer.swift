public import AstroImages
internal import Evaluation

/// Makes extended light fainter and leaves stars and sky as they are.
public struct NebulaDimmer: Vice {
  public static let id = "nebula-dimmer"
  public static let summary = "dims light that is no star's by 15 %"
  public static let rule: String? = "extended-light"
  public static let checks = ["large-scale"]
  public static let doses = Doses(
    "fraction", usual: 0.15, ladder: [0.08, 0.15, 0.3], harmless: 0.002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.scene.patches != nil }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let near = workpiece.nearness(
      to: workpiece.stars.filter { $0.signalToNoise > 4 }, inner: 2, outer: 3)
    let width = workpiece.truth.width
    return workpiece.changed { value, x, y, plane in
      value - (1 - near[y * width + x]) * Float(dose) * (value - workpiece.sky[plane].level)
    }
  }
}
