public import AstroImages
internal import Evaluation

/// Flattens whatever stands little above its surroundings and is no star.
public struct FaintSignalEater: Vice {
  public static let id = "faint-signal-eater"
  public static let summary = "flattens structure of less than 0.8 sigma"
  public static let rule: String? = "faint-signal"
  public static let checks = ["faint-patches"]
  public static let doses = Doses("sigma", usual: 0.8, ladder: [0.2, 0.4, 0.8], harmless: 0.004)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.scene.patches != nil }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let near = workpiece.nearness(
      to: workpiece.stars.filter { $0.signalToNoise > 4 }, inner: 2, outer: 3)
    // What is left of the stars is filled with their surroundings before anything is smoothed.
    let starless = workpiece.blended(honest, honest.blurred(sigma: 2 * workpiece.fwhm), near)
    let broad = starless.blurred(sigma: 30)
    let structure = starless.adding(broad, times: -1).blurred(sigma: 2)
    let width = honest.width
    return workpiece.changed { value, x, y, plane in
      let limit = Float(dose) * workpiece.sky[plane].noise
      let index = y * width + x
      let taken = min(max(structure.planes[plane][index], -limit), limit)
      return value - (1 - near[index]) * taken
    }
  }
}
