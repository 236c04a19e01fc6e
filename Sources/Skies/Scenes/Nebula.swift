import Foundation
import Randomness

/// An emission nebula: turbulence under an envelope, discs of known faintness, and stars.
public struct Nebula: SceneKind {
  public static let id = "nebula"
  public static let summary = "power-law turbulence with faint patches and stars"

  public static func paint(on canvas: inout SceneCanvas) {
    paint(on: &canvas, skyWeights: [1], nebulaWeights: [1], colourSpread: 0)
  }

  /// The nebula in any number of planes.
  ///
  /// - Parameters:
  ///   - skyWeights: the sky's brightness in each plane, relative to the nominal one.
  ///   - nebulaWeights: the same of the nebula and the patches.
  ///   - colourSpread: the standard deviation of the stars' logarithmic colour between neighbouring planes.
  static func paint(
    on canvas: inout SceneCanvas, skyWeights: [Double], nebulaWeights: [Double],
    colourSpread: Double
  ) {
    var random = canvas.random.split("turbulence")
    var nebula = PowerLawField.make(
      width: canvas.width, height: canvas.height, index: canvas.options.nebulaIndex,
      minimumFrequency: 1.5, random: &random)
    for index in nebula.values.indices { nebula.values[index] = exp(0.9 * nebula.values[index]) }
    nebula = canvas.options.pointSpread.imaged(nebula)
    let scale = canvas.options.nebulaStrength * canvas.skyNoise / nebula.median

    random = canvas.random.split("envelope")
    let centre = Position(
      x: random.uniform(0.36, 0.64) * Double(canvas.width),
      y: random.uniform(0.36, 0.64) * Double(canvas.height))
    let (halfWidth, halfHeight) = (
      random.uniform(0.28, 0.38) * Double(canvas.width),
      random.uniform(0.28, 0.38) * Double(canvas.height)
    )
    let envelope = (
      columns: (0..<canvas.width).map { x in
        exp(-pow((Double(x) - centre.x) / halfWidth, 2))
      },
      rows: (0..<canvas.height).map { y in exp(-pow((Double(y) - centre.y) / halfHeight, 2)) }
    )
    nebula.apply { x, y, value in
      scale * value * envelope.columns[Int(x)] * envelope.rows[Int(y)]
    }
    for plane in canvas.diffuse.indices {
      canvas.diffuse[plane] = Field(
        width: canvas.width, height: canvas.height, fill: canvas.skyLevel * skyWeights[plane])
      canvas.diffuse[plane].add(nebula, scale: nebulaWeights[plane])
    }
    canvas.addFaintPatches(
      count: canvas.count(40, atLeast: 4),
      radius: min(canvas.width, canvas.height) >= 512 ? 16 : 12,
      weights: nebulaWeights)

    random = canvas.random.split("stars")
    let places = canvas.places(
      canvas.count(330 * canvas.options.density, atLeast: 1), margin: 8,
      separation: 7 * canvas.options.pointSpread.fwhm, random: &random)
    let (faintest, brightest) = (canvas.flux(signalToNoise: 6), canvas.flux(signalToNoise: 500))
    for place in places {
      let flux = SceneCanvas.powerLawFlux(
        from: faintest, to: brightest, slope: 0.33, random: &random)
      let colour = colourSpread * random.normal()
      canvas.addStar(
        x: place.x, y: place.y, flux: flux, role: "star",
        weights: canvas.diffuse.indices.map { plane in
          canvas.diffuse.count == 1 ? 1 : exp(Double(1 - plane) * colour)
        })
    }
  }
}
