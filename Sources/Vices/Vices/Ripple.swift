public import AstroImages
private import Foundation

/// Lays broad waves over the frame: too long for a blotch, too short for a gradient.
public struct Ripple: Vice {
  public static let id = "ripple"
  public static let summary = "lays waves of 160 px over the frame, a quarter of the noise high"
  public static let rule: String? = "even-sky"
  public static let checks = ["large-scale"]
  public static let doses = Doses(
    "sigma", usual: 0.25, ladder: [0.125, 0.25, 0.5], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let wave = 2 * Double.pi / 160
    return workpiece.changed { value, x, y, plane in
      value + Float(dose * sin(wave * Double(x)) * cos(wave * Double(y)))
        * workpiece.sky[plane].noise
    }
  }
}
