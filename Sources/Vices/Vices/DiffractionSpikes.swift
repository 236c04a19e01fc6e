public import AstroImages
internal import Evaluation
private import Foundation

/// Draws crosses through bright stars, which a network may that has learnt from a reflector.
public struct DiffractionSpikes: Vice {
  public static let id = "diffraction-spikes"
  public static let summary = "draws crosses through stars of SNR 60 and more"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses(
    "sigma at a signal-to-noise ratio of 200", usual: 6, ladder: [3, 6, 12])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.stars.count { $0.signalToNoise >= 60 } >= 5
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.fwhm
    for star in workpiece.stars where star.signalToNoise >= 60 {
      let height = dose * (star.signalToNoise / 200).squareRoot()
      for pixel in result.disc(x: star.x, y: star.y, radius: 8 * fwhm) {
        let (x, y) = (pixel.index % result.width, pixel.index / result.width)
        let across = min(abs(Double(x) - star.x), abs(Double(y) - star.y))
        let light = height * exp(-across * across) * exp(-pixel.distance / (3 * fwhm))
        for plane in result.planes.indices {
          result.planes[plane][pixel.index] += Float(light) * workpiece.sky[plane].noise
        }
      }
    }
    return result
  }
}
