public import AstroImages
internal import Evaluation

/// Paints sky over every star below a signal-to-noise ratio of 14.
public struct StarEater: Vice {
  public static let id = "star-eater"
  public static let summary = "erases the stars of SNR below 14"
  public static let rule = "star-loss"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.scene.pointSpreadFWHM
    for star in workpiece.scene.catalogue?.sources ?? [] where star.signalToNoise < 14 {
      let disc = result.disc(x: star.x, y: star.y, radius: 2.5 * fwhm)
      for plane in result.planes.indices {
        var ring = disc.filter { $0.distance > 1.8 * fwhm }.map { result.planes[plane][$0.index] }
        ring.sort()
        guard !ring.isEmpty else { continue }
        for pixel in disc where pixel.distance <= 1.8 * fwhm {
          result.planes[plane][pixel.index] = ring[ring.count / 2]
        }
      }
    }
    return result
  }
}
