public import AstroImages
internal import Evaluation

/// Takes broad light for a gradient and removes it.
public struct NebulaFlattener: Vice {
  public static let id = "nebula-flattener"
  public static let summary = "removes a third of the light that is smooth over 32 px"
  public static let rule: String? = "extended-light"
  public static let checks = ["large-scale"]
  public static let doses = Doses("fraction", usual: 0.33, ladder: [0.15, 0.33, 0.7])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.scene.patches != nil }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let near = workpiece.nearness(
      to: workpiece.stars.filter { $0.signalToNoise > 4 }, inner: 2, outer: 3)
    let broad = workpiece.blended(honest, honest.blurred(sigma: 2 * workpiece.fwhm), near)
      .blurred(sigma: 32)
    let width = honest.width
    return workpiece.changed { value, x, y, plane in
      value - Float(dose) * (broad.planes[plane][y * width + x] - workpiece.sky[plane].level)
    }
  }
}
