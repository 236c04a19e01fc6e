import Randomness

/// A star field in the Galaxy: isolated stars to measure, faint ones by a power law, and a few that saturate.
public struct Starfield: SceneKind {
  public static let id = "starfield"
  public static let summary = "isolated stars over a power law of field stars, some saturated"

  public static func paint(on canvas: inout SceneCanvas) {
    canvas.diffuse[0] = Field(width: canvas.width, height: canvas.height, fill: canvas.skyLevel)
    let fwhm = canvas.options.pointSpread.fwhm
    let density = canvas.options.density

    var random = canvas.random.split("isolated stars")
    let isolated = canvas.places(
      canvas.count(260 * min(density, 1), atLeast: 1), margin: 14, separation: 9 * fwhm,
      random: &random)
    for place in isolated {
      canvas.addStar(
        x: place.x, y: place.y, flux: canvas.flux(signalToNoise: random.logUniform(15, 600)),
        role: "psf")
    }

    random = canvas.random.split("field stars")
    let count = canvas.count(900 * density, atLeast: 1)
    let (faintest, brightest) = (
      canvas.flux(signalToNoise: 3), canvas.flux(signalToNoise: 400)
    )
    var painted = 0
    for _ in 0..<(6 * count) where painted < count {
      let place = Position(
        x: random.uniform(2, Double(canvas.width) - 3),
        y: random.uniform(2, Double(canvas.height) - 3))
      guard isolated.allSatisfy({ $0.distance(to: place) > 8.2 * fwhm }) else { continue }
      painted += 1
      canvas.addStar(
        x: place.x, y: place.y,
        flux: SceneCanvas.powerLawFlux(
          from: faintest, to: brightest, slope: 0.33, random: &random), role: "field")
    }

    random = canvas.random.split("bright stars")
    let margin = min(60, Double(min(canvas.width, canvas.height)) / 4)
    let bright = canvas.flux(signalToNoise: 1200)
    for place in canvas.places(
      canvas.count(4, atLeast: 3), margin: margin, separation: 20, avoiding: isolated,
      random: &random)
    {
      canvas.addStar(
        x: place.x, y: place.y, flux: bright * random.uniform(2.5, 5), role: "bright")
    }
  }
}
