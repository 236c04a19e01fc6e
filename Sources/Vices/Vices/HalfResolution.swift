public import AstroImages

/// Works at half the resolution: the mean of 2 x 2 pixels, drawn out again.
public struct HalfResolution: Vice {
  public static let id = "half-resolution"
  public static let summary = "gives every 2 x 2 pixels their mean"
  public static let rule: String? = "star-size"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses("fraction", usual: 1, ladder: [0.25, 0.5, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let (width, height) = (honest.width, honest.height)
    return workpiece.changed { value, x, y, plane in
      let (left, right) = (x / 2 * 2, min(x / 2 * 2 + 1, width - 1))
      let (top, bottom) = (y / 2 * 2 * width, min(y / 2 * 2 + 1, height - 1) * width)
      let pixels = honest.planes[plane]
      let mean =
        0.25 * (pixels[top + left] + pixels[top + right])
        + 0.25 * (pixels[bottom + left] + pixels[bottom + right])
      return value + Float(dose) * (mean - value)
    }
  }
}
