public import AstroImages
internal import Evaluation
internal import Randomness
private import Foundation

/// Gives single stars a companion.
public struct CompanionInventor: Vice {
  public static let id = "companion-inventor"
  public static let summary = "gives 15 % of the bright stars a companion"
  public static let rule: String? = "companions"
  public static let checks = ["spurious-companions"]
  public static let doses = Doses("fraction of the stars", usual: 0.25, ladder: [0.1, 0.25, 0.6])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.stars.count { $0.signalToNoise > 30 && $0.isIsolated } >= 12
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    var random = RandomSource(seed: 1, name: "vices/companions/" + workpiece.scene.name)
    for star in workpiece.stars where star.signalToNoise > 25 {
      let isChosen = random.uniform() < dose
      let angle = random.uniform(0, 2 * Double.pi)
      let distance = workpiece.fwhm * random.uniform(1.3, 2.5)
      let fainter = pow(10, -0.4 * random.uniform(0.7, 1.8))
      guard isChosen else { continue }
      result.addStar(
        x: star.x + distance * cos(angle), y: star.y + distance * sin(angle),
        flux: star.flux * fainter, fwhm: workpiece.fwhm)
    }
    return result
  }
}
