public import AstroImages
private import Foundation

/// Makes two equal stars of single bright ones, two FWHM apart: nothing on one side that is not on the other.
public struct StarSplitter: Vice {
  public static let id = "star-splitter"
  public static let summary = "makes two stars of single ones of SNR 30 and more"
  public static let rule: String? = "star-loss"
  public static let checks = ["star-loss"]
  public static let doses = Doses("fraction of the stars", usual: 0.6, ladder: [0.25, 0.6, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.stars.count { $0.signalToNoise > 30 && $0.isIsolated } >= 12
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let prey = workpiece.stars.filter { $0.signalToNoise > 30 && $0.pair < 0 }
    let chosen = prey.enumerated().filter { Double($0.offset % 20) < 20 * dose }.map(\.element)
    var result = StarEater.erasing(chosen, from: workpiece)
    for star in chosen {
      let angle = 2.4 * Double(star.id)
      for side in [-1.0, 1] {
        result.addStar(
          x: star.x + side * workpiece.fwhm * cos(angle),
          y: star.y + side * workpiece.fwhm * sin(angle), flux: star.flux / 2, fwhm: workpiece.fwhm)
      }
    }
    return result
  }
}
