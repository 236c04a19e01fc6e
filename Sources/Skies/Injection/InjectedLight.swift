import Foundation
package import Randomness

/// Artificial light on a blank frame: what is added to a real one, noise-free and as its camera would count it.
package struct InjectedLight: Sendable {
  /// The noise-free light in the frame's units.
  package private(set) var light: Field

  package init(width: Int, height: Int) { light = Field(width: width, height: height) }

  /// Adds a star of a flux, in the frame's units, out to where a pixel holds less than `floor`.
  package mutating func addStar(
    x: Double, y: Double, flux: Double, profile: MoffatProfile, floor: Double
  ) {
    let reach = min(max(profile.radius(flux: flux, level: floor), 4 * profile.fwhm), 200)
    let columns = clipped(x, reach, light.width)
    for row in clipped(y, reach, light.height) {
      for column in columns {
        light[column, row] += flux * profile.pixel(Double(column) - x, Double(row) - y)
      }
    }
  }

  /// Adds a soft disc: full brightness inside, a cosine edge of three pixels round the radius.
  package mutating func addDisc(x: Double, y: Double, radius: Double, brightness: Double) {
    let edge = 1.5
    let columns = clipped(x, radius + edge, light.width)
    for row in clipped(y, radius + edge, light.height) {
      for column in columns {
        let d = hypot(Double(column) - x, Double(row) - y) - radius
        guard d < edge else { continue }
        let share = d <= -edge ? 1 : 0.5 - 0.5 * sin(Double.pi * d / (2 * edge))
        light[column, row] += brightness * share
      }
    }
  }

  private func clipped(_ centre: Double, _ reach: Double, _ count: Int) -> Range<Int> {
    let low = max(Int((centre - reach).rounded(.down)), 0)
    return low..<max(min(Int((centre + reach).rounded(.up)) + 1, count), low)
  }

  /// The light as a camera counts it: Poisson electrons; without electrons a unit, the light itself.
  package func counted(electronsPerUnit gain: Double?, random: inout RandomSource) -> [Double] {
    guard let gain, gain > 0 else { return light.values }
    return light.values.map { $0 > 0 ? random.poisson($0 * gain) / gain : 0 }
  }
}
