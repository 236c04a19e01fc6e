public import AstroImages
internal import Evaluation
internal import Randomness

/// Adds faint stars that are not in the sky.
public struct StarInventor: Vice {
  public static let id = "star-inventor"
  public static let summary = "adds 80 stars of SNR 8 to 25 a megapixel"
  public static let rule: String? = "star-invented"
  public static let checks = ["false-stars"]
  public static let doses = Doses("stars a megapixel", usual: 80, ladder: [60, 120, 240])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    var random = RandomSource(seed: 1, name: "vices/star-inventor/" + workpiece.scene.name)
    let fwhm = workpiece.fwhm
    // A Gaussian's best signal-to-noise ratio is flux / (noise 2 sqrt(pi) sigma).
    let unit = Double(workpiece.sky.first?.noise ?? 1) * 2 * 1.7725 * fwhm / 2.3548
    let count = Int((dose * Double(result.pixelCount) / 1e6).rounded(.up))
    for _ in 0..<count {
      result.addStar(
        x: random.uniform(20, Double(result.width - 20)),
        y: random.uniform(20, Double(result.height - 20)), flux: unit * random.logUniform(8, 25),
        fwhm: fwhm)
    }
    return result
  }
}
