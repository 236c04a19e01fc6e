public import AstroImages

/// Denoises most tiles and leaves the others as they came.
public struct PatchyDenoiser: Vice {
  public static let id = "patchy-denoiser"
  public static let summary = "leaves a quarter of the tiles of 64 px as noisy as they were"
  public static let rule: String? = "whole-frame"
  public static let checks = ["noise-reduction"]
  public static let doses = Doses("share of the noise", usual: 1, ladder: [0.5, 0.75, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.honest(noiseLeft: Float(dose))
    let width = noisy.width
    return workpiece.changed { value, x, y, plane in
      (x / 64 + 2 * (y / 64)) % 4 == 0 ? noisy.planes[plane][y * width + x] : value
    }
  }
}
