private import Foundation

/// A star's light in rings one pixel wide, in the output and in the truth, above the surroundings at 6.5 to 8 FWHM.
package struct RadialProfile: Sendable {
  package struct Ring: Sendable {
    package let output: Double
    package let truth: Double
  }

  /// One entry a ring up to seven FWHM; `nil` where fewer than five pixels are free or the truth is too bright.
  package let means: [Ring?]

  /// `neighbours`: other stars, whose 2.5 FWHM are left out.
  package init(
    output: Plane, truth: Plane, star: SIMD2<Double>, fwhm: Double, brightestAllowed: Double,
    neighbours: [SIMD2<Double>]
  ) {
    let half = Int((8 * fwhm).rounded(.up)) + 1
    let column = Int(star.x.rounded(.toNearestOrEven))
    let row = Int(star.y.rounded(.toNearestOrEven))
    let rings = Int(7 * fwhm)
    var around = (output: [Double](), truth: [Double]())
    var count = [Int](repeating: 0, count: rings)
    var sums = (
      output: [Double](repeating: 0, count: rings), truth: [Double](repeating: 0, count: rings)
    )
    var brightest = [Double](repeating: -.infinity, count: rings)
    for y in max(row - half, 0)...min(row + half, truth.height - 1) {
      for x in max(column - half, 0)...min(column + half, truth.width - 1) {
        let radius = hypot(Double(x) - star.x, Double(y) - star.y)
        let isFree = neighbours.allSatisfy {
          hypot(Double(x) - $0.x, Double(y) - $0.y) > 2.5 * fwhm
        }
        guard isFree else { continue }
        let (d, c) = (output[x, y], truth[x, y])
        if radius > 6.5 * fwhm && radius <= 8 * fwhm {
          around.output.append(d)
          around.truth.append(c)
        }
        let ring = Int(radius)
        guard ring < rings else { continue }
        count[ring] += 1
        sums.output[ring] += d
        sums.truth[ring] += c
        brightest[ring] = max(brightest[ring], c)
      }
    }
    let background = (
      output: OrderStatistics.median(around.output), truth: OrderStatistics.median(around.truth)
    )
    means = (0..<rings).map { ring in
      guard count[ring] >= 5, brightest[ring] < brightestAllowed else { return nil }
      return Ring(
        output: sums.output[ring] / Double(count[ring]) - background.output,
        truth: sums.truth[ring] / Double(count[ring]) - background.truth)
    }
  }
}
