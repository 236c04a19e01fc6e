public import AstroImages
internal import Evaluation

/// Draws every star towards the sky by 15 %.
public struct StarDimmer: Vice {
  public static let id = "star-dimmer"
  public static let summary = "dims every star by 15 %"
  public static let rule = "star-brightness"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.scene.pointSpreadFWHM
    for star in workpiece.scene.catalogue?.sources ?? [] {
      let disc = result.disc(x: star.x, y: star.y, radius: 3 * fwhm)
      for plane in result.planes.indices {
        var ring = disc.filter { $0.distance > 2.4 * fwhm }.map { result.planes[plane][$0.index] }
        ring.sort()
        guard !ring.isEmpty else { continue }
        let sky = ring[ring.count / 2]
        for pixel in disc where pixel.distance <= 2.4 * fwhm {
          let value = result.planes[plane][pixel.index]
          result.planes[plane][pixel.index] = sky + 0.85 * (value - sky)
        }
      }
    }
    return result
  }
}
