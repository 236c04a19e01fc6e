public import AstroImages
internal import Evaluation

/// Rounds to coarse steps, as a detour through few bits does.
public struct Quantisation: Vice {
  public static let id = "quantisation"
  public static let summary = "rounds to steps of half the noise"
  public static let rule: String? = "banding"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses("sigma", usual: 0.5, ladder: [0.25, 0.5, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  /// Where the input's own steps are as coarse, nothing is done to it.
  public func applies(to workpiece: Workpiece) -> Bool {
    let levels = Set(workpiece.scene.noisy.planes[0].prefix(20_000))
    let noise = workpiece.sky[0].noise
    let near = levels.filter { abs($0 - workpiece.sky[0].level) < 2 * noise }
    return Double(near.count) > 4 / (0.5 * dose)
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, _, _, plane in
      let step = Float(dose) * workpiece.sky[plane].noise
      return (value / step).rounded(.toNearestOrEven) * step
    }
  }
}
