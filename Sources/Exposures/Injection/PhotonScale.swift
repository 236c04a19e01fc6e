package import AstroImages
package import SkyMeasurement

private import Foundation

/// How many electrons a unit of a frame stands for, which says how noisy added light is.
package struct PhotonScale: Equatable, Sendable {
  /// `nil` where nothing says it: added light then has no noise of its own.
  package let electronsPerUnit: Double?
  /// Where it comes from, in words for the report.
  package let source: String

  /// What the user states, else the header's electrons a unit, else the slope of the frame's own variance on its level, else
  /// the sky's variance taken as shot noise of its level above zero.
  package init(
    stated: Double?, facts: FrameFacts, plane: Plane, good: Mask, noise: Double
  ) {
    if let stated {
      (electronsPerUnit, source) = (stated, "stated")
      return
    }
    if let header = facts.electronsPerUnit {
      (electronsPerUnit, source) = (header, "the header")
      return
    }
    let tiles = Self.tiles(of: plane, good: good)
    if let slope = Self.slope(tiles) {
      (electronsPerUnit, source) = (1 / slope, "how the frame's noise grows with its level")
      return
    }
    let sky = OrderStatistics.median(tiles.map(\.level))
    if sky > 10 * noise, noise > 0 {
      (electronsPerUnit, source) = (
        sky / (noise * noise), "the sky's noise, taken as shot noise of its level above zero"
      )
    } else {
      (electronsPerUnit, source) = (nil, "nothing; injected light has no noise of its own")
    }
  }

  /// Level and variance of tiles of 24 pixels: variances from differences of pixels two apart.
  private static func tiles(of plane: Plane, good: Mask) -> [(level: Double, variance: Double)] {
    var result: [(level: Double, variance: Double)] = []
    for top in stride(from: 0, through: plane.height - 24, by: 24) {
      for left in stride(from: 0, through: plane.width - 24, by: 24) {
        var (values, differences): ([Double], [Double]) = ([], [])
        for y in top..<top + 24 {
          for x in left..<left + 22 {
            let i = y * plane.width + x
            guard good.values[i], good.values[i + 2] else { continue }
            values.append(plane.values[i])
            differences.append(plane.values[i + 2] - plane.values[i])
          }
        }
        guard values.count >= 200 else { continue }
        // The mean of squares within five deviations: a median of whole numbers has steps.
        let limit = 5 * max(OrderStatistics.robustSigma(differences), 1e-30)
        let inside = differences.filter { abs($0) <= limit }
        let square = Sums.mean(inside.map { $0 * $0 })
        result.append((OrderStatistics.median(values), 0.5 * square))
      }
    }
    return result
  }

  /// The slope of variance on level, where it is known to a fifth and makes a fifth of the variance's range.
  private static func slope(_ tiles: [(level: Double, variance: Double)]) -> Double? {
    let lit = tiles.filter { $0.variance > 0 }
    guard lit.count >= 30 else { return nil }
    // Each tile's variance is known to the same relative error.
    let weights = lit.map { 1 / $0.variance }
    guard
      let line = LeastSquares(
        rows: lit.map { [1, $0.level] }, targets: lit.map(\.variance), weights: weights)
    else { return nil }
    let slope = line.solution[1]
    let rest = zip(lit, weights).reduce(0.0) { sum, pair in
      let d = (pair.0.variance - line.solution[0] - slope * pair.0.level) * pair.1
      return sum + d * d
    }
    let error = (rest / Double(lit.count - 2) * line.inverseNormal[3]).squareRoot()
    let levels = lit.map(\.level).sorted()
    let range =
      OrderStatistics.quantile(0.95, ofSorted: levels)
      - OrderStatistics.quantile(0.05, ofSorted: levels)
    let typical = OrderStatistics.median(lit.map(\.variance))
    return slope > 5 * error && error > 0 && slope * range > 0.2 * typical ? slope : nil
  }
}
