public import AstroImages

/// Wipes lines across the frame, as a remover of satellites' trails does where there is none.
public struct TrailEater: Vice {
  public static let id = "trail-eater"
  public static let summary = "paints sky over three lines of four FWHM"
  public static let rule: String? = "strong-star-loss"
  public static let checks = ["star-loss"]
  public static let doses = Doses("lines", usual: 3, ladder: [1, 3, 6])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 100 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let half = 2 * workpiece.fwhm
    let lines = CrossingLine.drawn(Int(dose), for: workpiece, name: "trail-eater")
    return workpiece.changed { value, x, y, plane in
      lines.contains { abs($0.distance(x, y)) < half } ? workpiece.sky[plane].level : value
    }
  }
}
