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
    workpiece.ringed(height: -dose, radius: 3.2, width: 0.9)
  }
}

extension Workpiece {
  /// The honest output with a ring around stars of SNR 60 and more.
  ///
  /// `height`: in units of the sky's noise around a star of SNR 200, from which it goes with the root; `radius` and `width` in
  /// FWHM.
  func ringed(height: Double, radius: Double, width: Double) -> AstroImage {
    var result = honest
    for star in stars where star.signalToNoise >= 60 {
      let height = height * (star.signalToNoise / 200).squareRoot()
      for pixel in result.disc(x: star.x, y: star.y, radius: (radius + 3 * width) * fwhm) {
        let u = (pixel.distance / fwhm - radius) / width
        for plane in result.planes.indices {
          result.planes[plane][pixel.index] += Float(height * exp(-u * u)) * sky[plane].noise
        }
      }
    }
    return result
  }
}
