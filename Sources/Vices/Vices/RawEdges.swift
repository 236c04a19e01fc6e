public import AstroImages

/// Leaves the outermost eight pixels as noisy as they were.
public struct RawEdges: Vice {
  public static let id = "raw-edges"
  public static let summary = "leaves the outer 8 px as they were"
  public static let rule: String? = "edges"
  public static let checks = ["edge-band"]
  public static let doses = Doses(
    "share of the noise", usual: 1, ladder: [0.5, 0.75, 1], harmless: 0.26)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let (width, height) = (workpiece.honest.width, workpiece.honest.height)
    let noisier = workpiece.honest(noiseLeft: Float(dose))
    return workpiece.changed { value, x, y, plane in
      min(x, y, width - 1 - x, height - 1 - y) < 8
        ? noisier.planes[plane][y * width + x] : value
    }
  }
}
