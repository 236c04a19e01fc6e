public import AstroImages
internal import Evaluation

/// Draws every star towards the sky.
public struct StarDimmer: Vice {
  public static let id = "star-dimmer"
  public static let summary = "dims every star by 15 %"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses(
    "fraction of the light", usual: 0.15, ladder: [0.08, 0.15, 0.3], harmless: 0.002)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.scalingStars { _ in 1 - dose }
  }
}

extension Workpiece {
  /// The honest output with the light of each star multiplied, within 2.4 FWHM of it.
  func scalingStars(by gain: (SourceCatalogue.Source) -> Double) -> AstroImage {
    var result = honest
    for star in stars {
      let gain = Float(gain(star))
      let disc = result.disc(x: star.x, y: star.y, radius: 2.4 * fwhm)
      for plane in result.planes.indices {
        guard
          let sky = result.ringMedian(
            x: star.x, y: star.y, from: 2.4 * fwhm, to: 3 * fwhm, plane: plane)
        else { continue }
        for pixel in disc {
          let value = result.planes[plane][pixel.index]
          result.planes[plane][pixel.index] = sky + gain * (value - sky)
        }
      }
    }
    return result
  }
}
