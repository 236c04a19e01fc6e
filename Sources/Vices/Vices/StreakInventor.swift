public import AstroImages
private import Foundation

/// Draws faint lines across the frame, like the trails of satellites.
public struct StreakInventor: Vice {
  public static let id = "streak-inventor"
  public static let summary = "draws three slanting lines as high as the noise"
  public static let rule: String? = "slanting-lines"
  public static let checks = ["row-banding"]
  public static let doses = Doses("sigma", usual: 1, ladder: [0.5, 1, 2], harmless: 0.02)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let lines = CrossingLine.drawn(3, for: workpiece, name: "streaks")
    return workpiece.changed { value, x, y, plane in
      let light = lines.reduce(0.0) { sum, line in
        let distance = line.distance(x, y)
        return sum + exp(-0.5 * distance * distance)
      }
      return value + Float(dose * light) * workpiece.sky[plane].noise
    }
  }
}
