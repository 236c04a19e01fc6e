public import AstroImages
private import Foundation

/// Darkens the borders, as padding with zeros does.
public struct EdgeDarkening: Vice {
  public static let id = "edge-darkening"
  public static let summary = "darkens the outermost pixels by the noise"
  public static let rule: String? = "edges"
  public static let checks = ["edge-band"]
  public static let doses = Doses("sigma", usual: 1, ladder: [0.5, 1, 2], harmless: 0.02)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (width, height) = (workpiece.honest.width, workpiece.honest.height)
    return workpiece.changed { value, x, y, plane in
      let distance = Float(min(x, y, width - 1 - x, height - 1 - y))
      return value - Float(dose) * workpiece.sky[plane].noise * exp(-distance / 2.5)
    }
  }
}
