public import AstroImages
internal import Evaluation
internal import Randomness

/// Trades pixel noise for blotches.
public struct Mottle: Vice {
  public static let id = "mottle"
  public static let summary = "leaves blotches of 2.5 px at half the noise"
  public static let rule: String? = "mottle"
  public static let checks = ["structured-noise"]
  public static let doses = Doses("sigma", usual: 0.5, ladder: [0.25, 0.5, 0.8])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/mottle/" + workpiece.scene.name)
    var blotches = workpiece.truth
    for plane in blotches.planes.indices {
      blotches.planes[plane] = blotches.planes[plane].map { _ in Float(random.normal()) }
    }
    blotches = blotches.blurred(sigma: 2.5)
    // White noise blurred by sigma keeps 1 / (2 sqrt(pi) sigma) of its deviation.
    let scale = Float(dose * 2 * 1.7725 * 2.5)
    let width = blotches.width
    return workpiece.changed { _, x, y, plane in
      let index = y * width + x
      return workpiece.truth.planes[plane][index]
        + scale * workpiece.sky[plane].noise * blotches.planes[plane][index]
    }
  }
}
