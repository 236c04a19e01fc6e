public import AstroImages

/// Enlarges the frame about its middle, where a resampling inside a network is off by a pixel: no star moves on average.
public struct Zoom: Vice {
  public static let id = "zoom"
  public static let summary = "enlarges the frame by 0.1 %"
  public static let rule: String? = "star-field"
  public static let checks = ["centroid-shift"]
  public static let doses = Doses("%", usual: 0.1, ladder: [0.05, 0.1, 0.2], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 40 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let (middle, centre) = (0.5 * Double(honest.width - 1), 0.5 * Double(honest.height - 1))
    let scale = 1 / (1 + dose / 100)
    return workpiece.changed { _, x, y, plane in
      honest.sampled(
        x: middle + scale * (Double(x) - middle), y: centre + scale * (Double(y) - centre),
        plane: plane)
    }
  }
}
