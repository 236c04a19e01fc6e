public import AstroImages
internal import Evaluation

/// Sharpens one side of the frame and blurs the other, as a network does that was trained on a curved field.
public struct UnevenFocus: Vice {
  public static let id = "uneven-focus"
  public static let summary = "sharpens stars at the left and blurs those at the right"
  public static let rule: String? = "star-focus"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses("strength", usual: 0.8, ladder: [0.4, 0.8, 1.2], harmless: 0.002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 40 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let soft = honest.blurred(sigma: 0.4 * workpiece.fwhm)
    let width = honest.width
    return workpiece.changed { value, x, y, plane in
      let side = 1 - 2 * Float(x) / Float(width - 1)
      return value + Float(dose) * side * (value - soft.planes[plane][y * width + x])
    }
  }
}
