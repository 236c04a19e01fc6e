/// The rms error by the distance to the frame's nearest border, in rings of eight pixels.
package struct BorderRings: Sendable {
  package struct Ring: Equatable, Sendable {
    /// The middle of the ring: pixels from the border.
    package let distance: Double
    /// The root of the median of the blocks' mean squares, and its standard error.
    package let rms: Double
    package let error: Double
  }

  package let rings: [Ring]

  package static let thickness = 8
  package static let count = 12
  /// A ring is cut into blocks of this length along its side, of which the median is taken: a star that a mask missed fills one.
  private static let length = 32
  /// Fewer pixels than these make no block.
  private static let fewest = 20

  /// - Parameters:
  ///   - residual: in units of the input's noise.
  ///   - good: the pixels that count. Rings without a block are left out.
  package init(residual: Plane, good: Mask) {
    let (width, height) = (residual.width, residual.height)
    let blocksOfSide = max(width, height) / Self.length + 1
    let blocks = 4 * blocksOfSide
    var sums = [Double](repeating: 0, count: Self.count * blocks)
    var counts = [Int](repeating: 0, count: Self.count * blocks)
    for y in 0..<height {
      for x in 0..<width where good.values[y * width + x] {
        let (right, bottom) = (width - 1 - x, height - 1 - y)
        let distance = min(x, y, right, bottom)
        let ring = distance / Self.thickness
        guard ring < Self.count else { continue }
        let (side, along) =
          distance == x ? (0, y) : distance == right ? (1, y) : distance == y ? (2, x) : (3, x)
        let block = ring * blocks + side * blocksOfSide + along / Self.length
        sums[block] += residual[x, y] * residual[x, y]
        counts[block] += 1
      }
    }
    rings = (0..<Self.count).compactMap { ring in
      let squares = (ring * blocks..<(ring + 1) * blocks).filter { counts[$0] >= Self.fewest }
        .map { sums[$0] / Double(counts[$0]) }
      guard !squares.isEmpty else { return nil }
      let rms = OrderStatistics.median(squares).squareRoot()
      // A median's error is 1.2533 of a mean's; the root's half the square's, relative to it.
      let spread =
        1.2533 * OrderStatistics.robustSigma(squares) / Double(squares.count).squareRoot()
      return Ring(
        distance: (Double(ring) + 0.5) * Double(Self.thickness), rms: rms,
        error: rms > 0 ? 0.5 * spread / rms : 0)
    }
  }
}
