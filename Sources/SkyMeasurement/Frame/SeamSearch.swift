private import Foundation

/// Looks for steps between neighbouring columns, or rows, that come back at a tile's distance.
package struct SeamSearch: Sendable {
  package struct Comb: Equatable, Sendable {
    /// Mean log excess of the comb's teeth over its noise.
    package var z: Double
    /// `x` for steps between columns, `y` for steps between rows.
    package var axis: String
    /// Distance of the teeth and place of the first, pixels.
    package var period: Int
    package var phase: Int
    /// Rms step at the teeth, sigma of the input.
    package var step: Double
    package var teeth: Int
  }

  /// The comb of the largest significance, over both axes; `nil` when none has every tooth above its surroundings.
  package let best: Comb?
  /// The steps that were searched, by axis: their mean squares in the input's variance, without those that are not known.
  private let steps: [String: [Double]]

  /// Steps nearer to the frame's end belong to its border.
  private static let margin = 16

  /// Tile sizes that are tried when the tile is not known.
  private static let periods = [
    32, 48, 64, 96, 112, 120, 128, 160, 192, 224, 240, 248, 256, 320, 384, 448, 480, 496, 512,
  ]

  /// `residual`: in units of the input's noise; `smooth`: where the scene itself has no steps; `missing`: pixels that the
  /// frames lack. Columns of which too little is known are neither teeth nor surroundings. `nil` for frames under 64 px, and
  /// where too little is known of most columns.
  package init?(residual: Plane, smooth: Mask, missing: Mask, tileSize: Int?) {
    guard min(residual.width, residual.height) >= 64 else { return nil }
    let periods = tileSize.map { [$0] } ?? Self.periods
    var best: Comb?
    var known: [String: [Double]] = [:]
    for axis in ["x", "y"] {
      let isVertical = axis == "x"
      guard let steps = Self.steps(residual, smooth, isVertical: isVertical) else { continue }
      let present = zip(Self.present(missing, isVertical: isVertical), steps).map {
        $0 && !$1.isNaN
      }
      Self.search(steps, present, axis: axis, periods: periods, best: &best)
      known[axis] = zip(steps, present).map { $1 ? $0 : .nan }
    }
    guard !known.isEmpty else { return nil }
    (self.best, self.steps) = (best, known)
  }

  /// The steps at a distance of some pixels from a comb's teeth, one a tooth that has one: the frame folded at the comb's
  /// period. `place` is the first column, or row, after the step; `square` is in units of the input's variance.
  package func steps(
    beside comb: Comb, at distance: Int = 0
  ) -> [(place: Int, square: Double)] {
    guard let steps = steps[comb.axis] else { return [] }
    let phase = (comb.phase - 1 + distance) % comb.period
    let first = phase < 0 ? phase + comb.period : phase
    return stride(from: first, to: steps.count - Self.margin, by: comb.period)
      .filter { $0 >= Self.margin && !steps[$0].isNaN }.map { ($0 + 1, steps[$0]) }
  }

  /// The strength of the step after every column: the 70 % quantile over blocks of the squared block-mean difference.
  ///
  /// 1.0742 is that quantile of a squared unit Gaussian; a galaxy that crosses the column fills fewer than 30 % of its blocks.
  private static func steps(_ residual: Plane, _ smooth: Mask, isVertical: Bool) -> [Double]? {
    let (w, h) = (residual.width, residual.height)
    let columns = (isVertical ? w : h) - 1
    let blocks = (isVertical ? h : w) / 32
    guard blocks > 0, columns > 40 else { return nil }
    var means = [Double](repeating: .nan, count: columns * blocks)
    var sums = [Double](repeating: 0, count: columns)
    var counts = [Double](repeating: 0, count: columns)
    let values = residual.values
    for block in 0..<blocks {
      for c in 0..<columns {
        sums[c] = 0
        counts[c] = 0
      }
      if isVertical {
        for a in (block * 32)..<(block * 32 + 32) {
          for c in 0..<columns where smooth.values[a * w + c] && smooth.values[a * w + c + 1] {
            sums[c] += values[a * w + c + 1] - values[a * w + c]
            counts[c] += 1
          }
        }
      } else {
        for c in 0..<columns {
          for a in (block * 32)..<(block * 32 + 32)
          where smooth.values[c * w + a] && smooth.values[(c + 1) * w + a] {
            sums[c] += values[(c + 1) * w + a] - values[c * w + a]
            counts[c] += 1
          }
        }
      }
      for c in 0..<columns where counts[c] >= 12 {
        means[c * blocks + block] = sums[c] / counts[c] * (counts[c] / 32).squareRoot()
      }
    }
    var steps = [Double](repeating: .nan, count: columns)
    var unknown = 0
    for c in 0..<columns {
      let squares = means[(c * blocks)..<((c + 1) * blocks)].filter { !$0.isNaN }.map { $0 * $0 }
      // A quantile of one or two blocks is no quantile: such a column is as good as missing.
      if 2 * squares.count >= blocks {
        steps[c] = OrderStatistics.quantile(0.7, of: squares) / 1.0742
      } else {
        unknown += 1
      }
    }
    return 3 * unknown > columns ? nil : steps
  }

  /// Whether there are pixels on both sides of the step after every column.
  private static func present(_ missing: Mask, isVertical: Bool) -> [Bool] {
    let (w, h) = (missing.width, missing.height)
    guard missing.values.contains(true) else {
      return [Bool](repeating: true, count: (isVertical ? w : h) - 1)
    }
    var hasPixel = [Bool](repeating: false, count: isVertical ? w : h)
    for y in 0..<h {
      for x in 0..<w where !missing.values[y * w + x] { hasPixel[isVertical ? x : y] = true }
    }
    return zip(hasPixel, hasPixel.dropFirst()).map { $0 && $1 }
  }

  private static func search(
    _ steps: [Double], _ present: [Bool], axis: String, periods: [Int], best: inout Comb?
  ) {
    let count = steps.count
    let surroundings = runningMedian(steps, reach: 12)
    // 1e-6 of the input's variance keeps the logarithm finite on a perfect output.
    let excess = steps.indices.map {
      present[$0] ? log((steps[$0] + 1e-6) / (surroundings[$0] + 1e-6)) : 0
    }
    let known = (margin..<(count - margin)).filter { present[$0] }.map { excess[$0] }
    guard known.count > 8 else { return }
    let spread = max(OrderStatistics.robustSigma(known), 0.05)
    for period in periods {
      for phase in 0..<period {
        var (sum, lowest, step, teeth) = (0.0, Double.infinity, 0.0, 0)
        for c in stride(from: phase, to: count, by: period)
        where c >= margin && c < count - margin && present[c] {
          sum += excess[c]
          lowest = min(lowest, excess[c])
          step += max(steps[c] - surroundings[c], 0)
          teeth += 1
        }
        guard teeth > 0, lowest > 0 else { continue }
        let z = sum / Double(teeth) / (spread / Double(teeth).squareRoot())
        if z > best?.z ?? 0 {
          best = Comb(
            z: z, axis: axis, period: period, phase: phase + 1,
            step: (step / Double(teeth)).squareRoot(), teeth: teeth)
        }
      }
    }
  }

  private static func runningMedian(_ values: [Double], reach: Int) -> [Double] {
    values.indices.map { i in
      OrderStatistics.median(
        (-reach...reach).map { values[Border.reflect.index(i + $0, count: values.count)] }
          .filter { !$0.isNaN })
    }
  }
}
