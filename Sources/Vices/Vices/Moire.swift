public import AstroImages
private import Foundation

/// Lays slanting stripes over the frame, whose period is that of no lattice.
public struct Moire: Vice {
  public static let id = "moire"
  public static let summary = "lays slanting stripes of 5.3 px over the frame"
  public static let rule: String? = "stripes"
  public static let checks = ["checkerboard"]
  public static let doses = Doses(
    "sigma", usual: 0.15, ladder: [0.05, 0.15, 0.45], harmless: 0.002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (across, down) = (2 * Double.pi * 0.8 / 5.3, 2 * Double.pi * 0.6 / 5.3)
    return workpiece.changed { value, x, y, plane in
      value + Float(dose * sin(across * Double(x) + down * Double(y)))
        * workpiece.sky[plane].noise
    }
  }
}
