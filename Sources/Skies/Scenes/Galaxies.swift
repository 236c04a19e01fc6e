import Foundation
import Randomness

/// A field of galaxies, one of them big with faint outskirts, and stars.
public struct Galaxies: SceneKind {
  public static let id = "galaxies"
  public static let summary = "Sersic galaxies, one big disc with faint outskirts, and stars"

  public static func paint(on canvas: inout SceneCanvas) {
    let (width, height) = (Double(canvas.width), Double(canvas.height))
    let limit = 0.002 * canvas.skyNoise
    var light = Field(width: canvas.width, height: canvas.height)
    var random = canvas.random.split("galaxies")
    let faintest = canvas.flux(signalToNoise: 8)
    for _ in 0..<canvas.count(70 * canvas.options.density, atLeast: 3) {
      let place = Position(x: random.uniform(20, width - 21), y: random.uniform(20, height - 21))
      SersicProfile(
        effectiveRadius: random.uniform(1.5, 7), index: random.uniform() < 0.5 ? 1 : 4,
        axisRatio: random.uniform(0.35, 1), angle: random.uniform(0, Double.pi),
        flux: faintest * exp(random.uniform(0.4, 3.6))
      ).paint(x: place.x, y: place.y, on: &light, downTo: limit)
    }

    random = canvas.random.split("big galaxy")
    let size = (width * height).squareRoot()
    let centre = Position(
      x: random.uniform(0.35, 0.65) * width, y: random.uniform(0.35, 0.65) * height)
    let angle = random.uniform(0, Double.pi)
    let flux = 54_000 * canvas.skyNoise * pow(size / 1024, 2)
    var disc = Field(width: canvas.width, height: canvas.height)
    let profile = SersicProfile(
      effectiveRadius: 0.07 * size, index: 1, axisRatio: random.uniform(0.4, 0.7), angle: angle,
      flux: 0.85 * flux)
    profile.paint(x: centre.x, y: centre.y, on: &disc, downTo: limit)
    addArms(to: &disc, profile: profile, centre: centre, random: &random)
    light.add(disc)
    SersicProfile(
      effectiveRadius: 0.015 * size, index: 2, axisRatio: 0.8, angle: angle, flux: 0.15 * flux
    ).paint(x: centre.x, y: centre.y, on: &light, downTo: limit)

    canvas.diffuse[0] = Field(width: canvas.width, height: canvas.height, fill: canvas.skyLevel)
    canvas.diffuse[0].add(canvas.options.pointSpread.imaged(light))

    random = canvas.random.split("stars")
    let (low, high) = (canvas.flux(signalToNoise: 6), canvas.flux(signalToNoise: 500))
    for place in canvas.places(
      canvas.count(160 * canvas.options.density, atLeast: 1), margin: 10,
      separation: 8 * canvas.options.pointSpread.fwhm, random: &random)
    {
      canvas.addStar(
        x: place.x, y: place.y,
        flux: SceneCanvas.powerLawFlux(from: low, to: high, slope: 0.2, random: &random),
        role: "star")
    }
  }

  /// Winds two logarithmic spiral arms into a disc, broken up by turbulence; the light on average stays.
  private static func addArms(
    to disc: inout Field, profile: SersicProfile, centre: Position, random: inout RandomSource
  ) {
    let clumps = PowerLawField.make(
      width: disc.width, height: disc.height, index: 2.2, minimumFrequency: 4, random: &random)
    let (cosine, sine) = (cos(profile.angle), sin(profile.angle))
    let phase = random.uniform(0, 2 * Double.pi)
    let winding = random.uniform() < 0.5 ? 3.2 : -3.2  // a pitch angle of 17 degrees
    for y in 0..<disc.height {
      for x in 0..<disc.width where disc[x, y] > 0 {
        let (dx, dy) = (Double(x) - centre.x, Double(y) - centre.y)
        let long = dx * cosine + dy * sine
        let short = (dy * cosine - dx * sine) / profile.axisRatio
        let radius = (long * long + short * short).squareRoot() / profile.effectiveRadius
        let arms = cos(2 * (atan2(short, long) - winding * log(radius + 0.05)) + phase)
        let strength = min(radius, 1)
        disc[x, y] *= max(1 + strength * (0.45 * arms + 0.2 * clumps[x, y]), 0)
      }
    }
  }
}
