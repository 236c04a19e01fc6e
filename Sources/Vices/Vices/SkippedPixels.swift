public import AstroImages
internal import Evaluation

/// Denoises every other line alone, or three pixels of four, as one does that takes a colour filter's mosaic for a picture.
public struct SkippedPixels: Vice {
  public static let id = "skipped-pixels"
  public static let summary = "leaves every other line, or one pixel of four, as noisy as it was"
  public static let rule: String? = "even-noise"
  public static let checks = ["checkerboard"]
  public static let doses = Doses(
    "share of the noise", usual: 1, ladder: [0.5, 0.75, 1], harmless: 0.28)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.honest(noiseLeft: Float(dose))
    let width = noisy.width
    // The name decides, so that both kinds are tried.
    let isMosaic = workpiece.scene.name.utf8.reduce(0) { $0 &+ Int($1) } % 2 == 0
    return workpiece.changed { value, x, y, plane in
      y % 2 == 1 && (!isMosaic || x % 2 == 1) ? noisy.planes[plane][y * width + x] : value
    }
  }
}
