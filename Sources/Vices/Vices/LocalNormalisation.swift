public import AstroImages
private import Foundation

/// Raises contrast where there is little of it, as adaptive histograms do.
public struct LocalNormalisation: Vice {
  public static let id = "local-normalisation"
  public static let summary = "raises contrast by up to 40 % where it is low within 16 px"
  public static let rule: String? = "flux-scale"
  public static let checks = ["flux-gain"]
  public static let doses = Doses("fraction", usual: 0.4, ladder: [0.2, 0.4, 0.8], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let level = honest.blurred(sigma: 16)
    var power = honest.adding(level, times: -1)
    for plane in power.planes.indices {
      power.planes[plane] = power.planes[plane].map { $0 * $0 }
    }
    let spread = power.blurred(sigma: 16)
    let width = honest.width
    return workpiece.changed { value, x, y, plane in
      let i = y * width + x
      let noise = workpiece.sky[plane].noise
      let contrast = max(spread.planes[plane][i], 0).squareRoot()
      let gain = Float(dose) * noise / (noise + contrast)
      return value + gain * (value - level.planes[plane][i])
    }
  }
}
