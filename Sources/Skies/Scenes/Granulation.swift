import Foundation
import Randomness

/// The quiet solar photosphere at disc centre, with a pore.
public struct Granulation: SceneKind {
  public static let id = "granulation"
  public static let summary = "solar granulation of a set contrast, with a pore"
  public static let filter = "continuum"

  public static func paint(on canvas: inout SceneCanvas) {
    let (width, height) = (canvas.width, canvas.height)
    var random = canvas.random.split("granules")
    let cell = canvas.options.granuleSize
    let pattern = GranulePattern(
      width: Double(width), height: Double(height), cell: cell, random: &random)
    // Granules are irregular: bend the plane before looking up its cells.
    let periods = 0.5 * Double(max(width, height)) / cell
    let (bendX, bendY) = (
      PowerLawField.make(
        width: width, height: height, index: 3, minimumFrequency: periods / 2, random: &random),
      PowerLawField.make(
        width: width, height: height, index: 3, minimumFrequency: periods / 2, random: &random)
    )
    let mottle = PowerLawField.make(width: width, height: height, index: 1.7, random: &random)
    var surface = Field(width: width, height: height)
    surface.apply { x, y, _ in
      let index = Int(y) * width + Int(x)
      return pattern.brightness(
        x + 0.13 * cell * bendX.values[index], y + 0.13 * cell * bendY.values[index])
        + 0.06 * mottle.values[index]
    }
    surface = surface.gaussianBlurred(sigma: blur)
    surface.standardize()

    let level =
      0.45 * canvas.options.solarBrightness
      * (canvas.sensor.fullScale - canvas.sensor.pedestal)
    let contrast = canvas.options.granuleContrast
    let place = Position(
      x: random.uniform(0.25, 0.75) * Double(width), y: random.uniform(0.25, 0.75) * Double(height))
    var outline = bendX.gaussianBlurred(sigma: 0.5 * cell)
    outline.standardize()
    let radius = 0.06 * Double(min(width, height))
    surface.apply { x, y, value in
      let index = Int(y) * width + Int(x)
      let distance = place.distance(to: Position(x: x, y: y)) / radius
      // The pore's border follows the granules round it, and its floor has a third of their contrast.
      let depth = distance > 3 ? 0 : exp(-pow(distance * (1 + 0.13 * outline.values[index]), 4))
      return level * (1 - 0.55 * depth) * (1 + contrast * value * (1 - 0.65 * depth))
    }
    canvas.diffuse[0] = surface
    canvas.fwhm = 2.6
    canvas.isNight = false
  }

  /// The blur of telescope and seeing, a Gaussian's sigma in pixels: FWHM 2.6.
  private static let blur = 1.1
}
