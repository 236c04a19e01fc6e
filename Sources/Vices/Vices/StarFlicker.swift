public import AstroImages
internal import Evaluation
internal import Randomness

/// Makes every star a little brighter or fainter, and none on average.
public struct StarFlicker: Vice {
  public static let id = "star-flicker"
  public static let summary = "changes the brightness of each star by 10 %, up or down"
  public static let rule: String? = "star-flicker"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses(
    "relative", usual: 0.1, ladder: [0.05, 0.1, 0.2], harmless: 0.001)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.stars.count >= 40 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/star-flicker/" + workpiece.scene.name)
    return workpiece.scalingStars { _ in 1 + dose * random.normal() }
  }
}
