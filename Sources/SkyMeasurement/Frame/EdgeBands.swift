private import Statistics

/// Compares the frame's outermost eight pixels with the 24th to 88th, side by side.
package struct EdgeBands: Sendable {
  package enum Side: String, CaseIterable, Sendable { case left, right, top, bottom }

  package struct Band: Sendable {
    package let side: Side
    /// Rms of the band over rms inside, each the median over blocks of 32 px along the side.
    package let ratio: Double
    /// Mean of the band minus mean inside, outliers beyond five robust sigma left out.
    package let bias: Double
    /// Half the width of the bias's 95 % interval, from the blocks' means; `nil` for fewer than three.
    package let biasHalfWidth: Double?
    package let blocks: Int
    /// Half the width of the ratio's 95 % interval, from the blocks; `nil` for fewer than three.
    package let halfWidth: Double?
  }

  package let bands: [Band]

  /// `residual`: in units of the input's noise. Sides that have no free block in the band or inside are left out.
  package init(residual: Plane, good: Mask) {
    let (w, h) = (residual.width, residual.height)
    bands = Side.allCases.compactMap { side in
      let isVertical = side == .left || side == .right
      let (across, along) = isVertical ? (w, h) : (h, w)
      func strip(_ distances: Range<Int>) -> (
        rms: Double, blocks: Int, mean: Double, error: Double, meanError: Double
      )? {
        var values: [Double] = []
        var squares: [Double] = []
        var means: [Double] = []
        for start in stride(from: 0, to: along, by: 32) {
          var (sum, total, count) = (0.0, 0.0, 0)
          for a in max(start, 8)..<max(min(start + 32, along - 8), max(start, 8)) {
            for d in distances where d < across {
              let c = side == .left || side == .top ? d : across - 1 - d
              // The other side's band is that side's own matter.
              guard across - 1 - d >= 8 else { continue }
              let i = isVertical ? a * w + c : c * w + a
              guard good.values[i] else { continue }
              sum += residual.values[i] * residual.values[i]
              total += residual.values[i]
              count += 1
              values.append(residual.values[i])
            }
          }
          guard count > 20 else { continue }
          squares.append(sum / Double(count))
          means.append(total / Double(count))
        }
        guard !squares.isEmpty else { return nil }
        let square = OrderStatistics.median(squares)
        // The root's error is half the square's, relative to it.
        let error =
          square > 0
          ? 0.5
            * Intervals.medianHalfWidth(
              sigma: OrderStatistics.robustSigma(squares), count: squares.count)
            / square.squareRoot() : 0
        let mean = MeanInterval.studentT(means, level: 0.95)
        return (
          square.squareRoot(), squares.count, Self.clippedMean(values), error,
          0.5 * (mean.high - mean.low)
        )
      }
      guard let edge = strip(0..<8), let inside = strip(24..<88) else { return nil }
      // 0.02 sigma keeps a perfect output's ratio at one.
      let ratio = (edge.rms + 0.02) / (inside.rms + 0.02)
      let (a, b) = (edge.error / (edge.rms + 0.02), inside.error / (inside.rms + 0.02))
      let blocks = min(edge.blocks, inside.blocks)
      return Band(
        side: side, ratio: ratio, bias: edge.mean - inside.mean,
        biasHalfWidth: blocks < 3
          ? nil
          : (edge.meanError * edge.meanError + inside.meanError * inside.meanError).squareRoot(),
        blocks: blocks,
        halfWidth: blocks < 3 ? nil : ratio * (a * a + b * b).squareRoot())
    }
  }

  private static func clippedMean(_ values: [Double]) -> Double {
    var copy = values
    let spread = copy.withUnsafeMutableBufferPointer { OrderStatistics.robustSpread(inPlace: $0) }
    let limit = max(5 * spread.sigma, 1e-9)
    return Sums.mean(values.filter { abs($0 - spread.median) <= limit })
  }
}
