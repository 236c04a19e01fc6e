public import AstroImages
private import Foundation

/// Draws a dark ring around every bright star.
public struct RingMaker: Vice {
  public static let id = "ring-maker"
  public static let summary = "darkens a ring around stars of SNR 60 and more"
  public static let rule: String? = "halos"
  public static let checks = ["dark-halo"]
  public static let doses = Doses(
    "sigma at a signal-to-noise ratio of 200", usual: 2.5, ladder: [1, 2, 4], harmless: 0.05)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.stars.contains { $0.signalToNoise >= 60 }
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.fwhm
    for star in workpiece.stars where star.signalToNoise >= 60 {
      let depth = dose * (star.signalToNoise / 200).squareRoot()
      for pixel in result.disc(x: star.x, y: star.y, radius: 6 * fwhm) {
        let u = (pixel.distance / fwhm - 3.2) / 0.9
        for plane in result.planes.indices {
          result.planes[plane][pixel.index] -=
            Float(depth * exp(-u * u)) * workpiece.sky[plane].noise
        }
      }
    }
    return result
  }
}
