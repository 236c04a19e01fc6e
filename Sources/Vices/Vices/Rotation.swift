public import AstroImages
private import Foundation

/// Turns the frame about its middle: no star moves on average.
public struct Rotation: Vice {
  public static let id = "rotation"
  public static let summary = "turns the frame by 0.06 degrees"
  public static let rule: String? = "star-field"
  public static let checks = ["centroid-shift"]
  public static let doses = Doses(
    "degrees", usual: 0.06, ladder: [0.03, 0.06, 0.12], harmless: 0.0006)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 40 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let (middle, centre) = (0.5 * Double(honest.width - 1), 0.5 * Double(honest.height - 1))
    let (cosine, sine) = (cos(dose * .pi / 180), sin(dose * .pi / 180))
    return workpiece.changed { _, x, y, plane in
      let (u, v) = (Double(x) - middle, Double(y) - centre)
      return honest.sampled(
        x: middle + cosine * u + sine * v, y: centre - sine * u + cosine * v, plane: plane)
    }
  }
}
