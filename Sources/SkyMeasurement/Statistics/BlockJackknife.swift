private import Statistics

/// Errors of figures over a whole frame from how much its blocks differ: pixels are no independent witnesses, blocks nearly are.
package enum BlockJackknife {
  /// The side of a block in pixels: far more than stars and a denoiser's residual noise reach.
  package static let side = 64

  /// The sums of a term over the blocks of a frame, in rows; those at the right and bottom may be smaller.
  package static func sums(
    width: Int, height: Int, side: Int = side, _ term: (_ index: Int) -> Double
  ) -> [Double] {
    let across = (width + side - 1) / side
    var sums = [Double](repeating: 0, count: across * ((height + side - 1) / side))
    for y in 0..<height {
      for block in 0..<across {
        let start = y * width + block * side
        let count = min(side, width - block * side)
        sums[y / side * across + block] += Sums.sum(count: count) { term(start + $0) }
      }
    }
    return sums
  }

  /// Half the width of the 95 % interval of a ratio of two sums, by leaving out one block at a time; `nil` for fewer than four
  /// blocks that hold anything.
  ///
  /// Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 11.
  package static func halfWidth(_ top: [Double], over bottom: [Double]) -> Double? {
    let used = bottom.indices.filter { bottom[$0] != 0 }
    guard used.count >= 4 else { return nil }
    let (a, b) = (Sums.sum(used.map { top[$0] }), Sums.sum(used.map { bottom[$0] }))
    let without = used.compactMap { b != bottom[$0] ? (a - top[$0]) / (b - bottom[$0]) : nil }
    guard without.count == used.count else { return nil }
    let middle = Sums.mean(without)
    let square = Sums.sum(count: without.count) {
      (without[$0] - middle) * (without[$0] - middle)
    }
    let n = Double(used.count)
    let half = StudentDistribution(freedom: n - 1).factor() * ((n - 1) / n * square).squareRoot()
    return half.isFinite ? half : nil
  }
}
