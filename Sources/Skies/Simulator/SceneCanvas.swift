package import AstroImages
import Foundation
package import Randomness

/// What a scene kind paints on: light in the file's units above the pedestal, and the truth about what was painted.
///
/// Diffuse light (sky, nebulae, galaxies) is dimmed by vignetting at the end; catalogued light (stars, patches) is what arrives
/// after vignetting, so that the catalogue's fluxes are those in the frame.
public struct SceneCanvas {
  package let width: Int
  package let height: Int
  package let sensor: Sensor
  package let options: SceneOptions
  /// The stream from which a kind splits its own.
  package let random: RandomSource
  package var diffuse: [Field]
  package var catalogued: [Field]
  package var sources: [SourceCatalogue.Source] = []
  package var patches: FaintPatches?
  /// The full width at half maximum that the scene's metadata states.
  package var fwhm: Double
  /// Whether the scene shows the night sky: then gradients and vignetting apply, and stars have a profile.
  package var isNight = true
  private let photometry: StarPhotometry

  package init(
    width: Int, height: Int, planes: Int, sensor: Sensor, options: SceneOptions,
    random: RandomSource
  ) {
    self.width = width
    self.height = height
    self.sensor = sensor
    self.options = options
    self.random = random
    let blank = Field(width: width, height: height)
    diffuse = [Field](repeating: blank, count: planes)
    catalogued = diffuse
    fwhm = options.pointSpread.fwhm
    let sky = min(options.skyElectrons, 0.3 * sensor.capacity)
    photometry = StarPhotometry(
      profile: options.pointSpread.nominal,
      backgroundVariance: sky + sensor.readNoise * sensor.readNoise)
  }

  /// The frame's area relative to 1024 x 1024, times a number: how many objects a kind places.
  package func count(_ number: Double, atLeast minimum: Int = 0) -> Int {
    max(minimum, Int(number * Double(width * height) / 1_048_576))
  }

  /// The electrons of the sky in a pixel.
  package var skyElectrons: Double { min(options.skyElectrons, 0.3 * sensor.capacity) }

  /// The brightness of the sky above the pedestal, in the file's units.
  package var skyLevel: Double { skyElectrons / sensor.gain }

  /// The noise of the empty sky, in the file's units.
  package var skyNoise: Double { sensor.noise(electrons: skyElectrons) }

  /// The flux of a star that reaches a signal-to-noise ratio, in the file's units.
  package func flux(signalToNoise: Double) -> Double {
    photometry.electrons(forSignalToNoise: signalToNoise) / sensor.gain
  }

  /// Paints a star and enters it into the catalogue; `weights` are its brightness in each plane relative to the flux.
  package mutating func addStar(
    x: Double, y: Double, flux: Double, role: String, pair: Int = -1, separation: Double = 0,
    magnitudeDifference: Double = 0, weights: [Double] = [1]
  ) {
    let spread = options.pointSpread
    let profile = spread.profile(x: x, y: y, width: width, height: height)
    let local =
      spread.isUniform
      ? photometry
      : StarPhotometry(
        profile: profile,
        backgroundVariance: skyElectrons + sensor.readNoise * sensor.readNoise)
    let peak = flux * local.peakShare + sensor.pedestal + skyLevel
    // Six decimals: a star made for a ratio of 60 must not be binned below 60.
    let signalToNoise = (local.signalToNoise(electrons: flux * sensor.gain) * 1e6).rounded() / 1e6
    sources.append(
      SourceCatalogue.Source(
        id: sources.count, x: x, y: y, flux: flux, magnitude: -2.5 * log10(flux) + 25,
        fwhm: profile.fwhm, signalToNoise: signalToNoise,
        role: role, pair: pair, separation: separation, magnitudeDifference: magnitudeDifference,
        isSaturated: peak > 0.95 * sensor.fullScale))
    paint(profile, x: x, y: y, flux: flux, weights: weights)
  }

  /// Adds a star's light out to where it falls to 0.5 % of the sky noise.
  private mutating func paint(
    _ profile: MoffatProfile, x: Double, y: Double, flux: Double, weights: [Double]
  ) {
    let brightest = flux * (weights.max() ?? 1)
    let radius = min(max(profile.radius(flux: brightest, level: 0.005 * skyNoise), 12), 256)
    let columns = max(Int((x - radius).rounded(.up)), 0)...
    let rows = max(Int((y - radius).rounded(.up)), 0)...
    let lastColumn = min(Int((x + radius).rounded(.down)), width - 1)
    let lastRow = min(Int((y + radius).rounded(.down)), height - 1)
    guard columns.lowerBound <= lastColumn, rows.lowerBound <= lastRow else { return }
    for row in rows.lowerBound...lastRow {
      let dy = Double(row) - y
      for column in columns.lowerBound...lastColumn {
        let dx = Double(column) - x
        if dx * dx + dy * dy > radius * radius { continue }
        let light = flux * profile.pixel(dx, dy)
        let index = row * width + column
        for plane in weights.indices { catalogued[plane].values[index] += weights[plane] * light }
      }
    }
  }
}
