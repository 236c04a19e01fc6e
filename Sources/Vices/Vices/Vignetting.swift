public import AstroImages

/// Darkens the corners.
public struct Vignetting: Vice {
  public static let id = "vignetting"
  public static let summary = "darkens the corners by half the noise"
  public static let rule: String? = "vignetting"
  public static let checks = ["large-scale"]
  public static let doses = Doses(
    "sigma in the corners", usual: 0.5, ladder: [0.3, 0.6, 1.2], harmless: 0.02)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    // Relative to the brighter parts, so that a solar disc beside a dark sky loses no more than the dose says.
    let bright = workpiece.truth.planes.map { plane in
      let sorted = plane.sorted()
      return sorted[sorted.count * 9 / 10]
    }
    return workpiece.changed { value, x, y, plane in
      let noise = workpiece.sky[plane].noise
      return value
        * (1 - Float(dose) * noise / max(bright[plane], noise) * workpiece.radius(x, y))
    }
  }
}
