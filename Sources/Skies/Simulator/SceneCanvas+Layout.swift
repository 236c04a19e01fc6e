package import AstroImages
import Foundation
package import Randomness

/// A place on a frame, in 0-based pixels with integers at pixel centres.
package struct Position: Hashable, Sendable {
  package var x: Double
  package var y: Double

  func distance(to other: Position) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }
}

extension SceneCanvas {
  /// Up to `count` random places that keep a distance from each other, from `others`, and from the border.
  package func places(
    _ count: Int, margin: Double, separation: Double, avoiding others: [Position] = [],
    random: inout RandomSource
  ) -> [Position] {
    var found: [Position] = []
    guard Double(width) - 1 > 2 * margin, Double(height) - 1 > 2 * margin else { return found }
    for _ in 0..<(count * 60) where found.count < count {
      let place = Position(
        x: random.uniform(margin, Double(width) - 1 - margin),
        y: random.uniform(margin, Double(height) - 1 - margin))
      if others.allSatisfy({ $0.distance(to: place) >= separation }),
        found.allSatisfy({ $0.distance(to: place) >= separation })
      {
        found.append(place)
      }
    }
    return found
  }

  /// A flux from counts `N(>F) ~ F^-(slope / 0.4)` between two limits, where `slope` is `d log N / d m`.
  ///
  /// Euclidean counts have a slope of 0.6, fields in the Galaxy 0.3 to 0.4 at G 12 to 18.
  package static func powerLawFlux(
    from low: Double, to high: Double, slope: Double, random: inout RandomSource
  ) -> Double {
    let exponent = slope / 0.4
    let faint = pow(low, -exponent)
    return pow(faint - random.uniform() * (faint - pow(high, -exponent)), -1 / exponent)
  }

  /// Paints soft discs of known surface brightness, from 0.1 to 5 times the sky noise, and labels them.
  ///
  /// A disc's profile is `A / 2 (1 - tanh((r - R) / 0.12 R))`; its label covers `r < 0.75 R`, its ring `1.4 R < r < 2 R`.
  package mutating func addFaintPatches(count: Int, radius: Double, weights: [Double] = [1]) {
    let steps = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5]
    var stream = random.split("faint patches")
    let order = stream.permutation(steps.count)
    let centres = places(
      count, margin: 2.2 * radius, separation: 4.2 * radius, random: &stream)
    var truth = FaintPatches(labels: [Int16](repeating: 0, count: width * height), patches: [])
    for (index, centre) in centres.enumerated() {
      let inSigma = steps[order[index % steps.count]]
      let id = index + 1
      for y in 0..<height {
        for x in 0..<width {
          let r = centre.distance(to: Position(x: Double(x), y: Double(y)))
          // Beyond 2.5 R the profile is below 1e-10 of its amplitude.
          if r > 2.5 * radius { continue }
          let light = 0.5 * inSigma * skyNoise * (1 - tanh((r - radius) / (0.12 * radius)))
          let pixel = y * width + x
          for plane in weights.indices {
            catalogued[plane].values[pixel] += weights[plane] * light
          }
          if r < 0.75 * radius {
            truth.labels[pixel] = Int16(id)
          } else if r > 1.4 * radius, r < 2 * radius, truth.labels[pixel] == 0 {
            truth.labels[pixel] = Int16(-id)
          }
        }
      }
      truth.patches.append(
        FaintPatches.Patch(
          id: id, x: centre.x, y: centre.y, radius: radius, amplitudeInSigma: inSigma,
          amplitude: inSigma * skyNoise))
    }
    patches = truth
  }

  /// The catalogue with its isolation flags: no neighbour above 2 % of a source's flux within 8 FWHM, and no partner.
  package func catalogue() -> SourceCatalogue {
    var sources = self.sources
    let reach = 8 * options.pointSpread.fwhm
    for index in sources.indices {
      let source = sources[index]
      var isIsolated = source.pair < 0
      for other in self.sources where isIsolated && other.id != source.id {
        let (dx, dy) = (other.x - source.x, other.y - source.y)
        if other.flux > 0.02 * source.flux, dx * dx + dy * dy <= reach * reach {
          isIsolated = false
        }
      }
      sources[index].isIsolated = isIsolated
    }
    return SourceCatalogue(sources)
  }
}
