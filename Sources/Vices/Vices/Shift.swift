public import AstroImages

/// Moves the frame to the right, by cubic interpolation.
public struct Shift: Vice {
  public static let id = "shift"
  public static let summary = "moves everything by 0.15 px"
  public static let rule: String? = "star-position"
  public static let checks = ["centroid-shift"]
  public static let doses = Doses("px", usual: 0.15, ladder: [0.1, 0.2, 0.4], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    // Catmull and Rom's cubic through the pixels x - 2 to x + 1, at this place between the middle two.
    let u = Float(1 - dose)
    let a = 0.5 * (-u + 2 * u * u - u * u * u)
    let b = 0.5 * (2 - 5 * u * u + 3 * u * u * u)
    let c = 0.5 * (u + 4 * u * u - 3 * u * u * u)
    let d = 0.5 * (-u * u + u * u * u)
    return workpiece.changed { _, x, y, plane in
      let row = y * honest.width
      func pixel(_ column: Int) -> Float {
        honest.planes[plane][row + min(max(column, 0), honest.width - 1)]
      }
      return a * pixel(x - 2) + b * pixel(x - 1) + c * pixel(x) + d * pixel(x + 1)
    }
  }
}
