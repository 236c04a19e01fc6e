/// How far places of a frame stand out of what is around them: what dust on a filter does, and a network that is off in places.
package struct Blotches: Sendable {
  /// The median of a cell minus that of the cells around it; `nil` where too little of either is free.
  package let heights: [Double?]

  /// Cells as wide as dust's shadow, that overlap by half so that one of them is over it.
  private static let side = 32
  private static let step = 16
  /// The surroundings begin where a cell's own pixels, and those of a mote in it, end: in steps.
  private static let ring = 3...5

  /// `residual`: in units of the noise at each pixel.
  package init(_ residual: Plane, in good: Mask) {
    let cells = Block.all(
      width: residual.width, height: residual.height, side: Self.side, every: Self.step)
    let across = (residual.width + Self.step - 1) / Self.step
    let levels = cells.map { cell -> Double? in
      let pixels = cell.indices { good.values[$0] }
      guard 2 * pixels.count >= Self.side * Self.side else { return nil }
      return OrderStatistics.median(pixels.map { residual.values[$0] })
    }
    heights = levels.indices.map { i in
      guard let level = levels[i] else { return nil }
      let around = Self.surroundings(column: i % across, row: i / across).compactMap { place in
        (0..<across).contains(place.column) && place.row >= 0
          && place.row * across + place.column < levels.count
          ? levels[place.row * across + place.column] : nil
      }
      return around.count < 12 ? nil : level - OrderStatistics.median(around)
    }
  }

  /// The middle of a cell by its place in ``heights``, in a frame of that width.
  package static func middle(of place: Int, width: Int) -> SIMD2<Double> {
    let across = (width + step - 1) / step
    return SIMD2(
      Double(place % across * step + side / 2), Double(place / across * step + side / 2))
  }

  private static func surroundings(column: Int, row: Int) -> [(column: Int, row: Int)] {
    let reach = -ring.upperBound...ring.upperBound
    return reach.flatMap { dy in
      reach.filter { max(abs($0), abs(dy)) >= ring.lowerBound }.map { (column + $0, row + dy) }
    }
  }
}
