public import AstroImages
internal import Evaluation
internal import Randomness
private import Foundation

/// Wipes lines across the frame, as a remover of satellites' trails does where there is none.
public struct TrailEater: Vice {
  public static let id = "trail-eater"
  public static let summary = "paints sky over three lines of four FWHM"
  public static let rule: String? = nil
  public static let checks = ["star-loss"]
  public static let doses = Doses("lines", usual: 3, ladder: [1, 3, 6])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 100 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/trail-eater/" + workpiece.scene.name)
    let half = 2 * workpiece.fwhm
    var lines: [(x: Double, y: Double, offset: Double)] = []
    for _ in 0..<Int(dose) {
      let angle = random.uniform(0, 2 * Double.pi)
      let (x, y) = (cos(angle), sin(angle))
      let (u, v) = (random.uniform(0.3, 0.7), random.uniform(0.3, 0.7))
      lines.append(
        (x, y, x * u * Double(workpiece.truth.width) + y * v * Double(workpiece.truth.height)))
    }
    return workpiece.changed { value, x, y, plane in
      let isHit = lines.contains { abs($0.x * Double(x) + $0.y * Double(y) - $0.offset) < half }
      return isHit ? workpiece.sky[plane].level : value
    }
  }
}
