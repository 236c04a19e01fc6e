public import AstroImages
private import Foundation

/// Bends the frame in waves: stars move by all directions, and by none on average.
public struct ElasticWarp: Vice {
  public static let id = "elastic-warp"
  public static let summary = "bends the frame by 0.3 px in waves of 80 px"
  public static let rule: String? = "star-places"
  public static let checks = ["centroid-shift"]
  public static let doses = Doses("px", usual: 0.3, ladder: [0.15, 0.3, 0.6], harmless: 0.003)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 40 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let wave = 2 * Double.pi / 80
    return workpiece.changed { _, x, y, plane in
      workpiece.honest.sampled(
        x: Double(x) + dose * sin(wave * Double(y)), y: Double(y) + dose * sin(wave * Double(x)),
        plane: plane)
    }
  }
}
