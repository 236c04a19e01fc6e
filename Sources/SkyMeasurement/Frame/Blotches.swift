/// How far places of a frame stand out of what is around them: what dust on a filter does, and a network that is off in places.
package struct Blotches: Sendable {
  /// The median of a cell minus that of the cells around it; `nil` where too little of either is free.
  package let heights: [Double?]
  /// The robust scatter of all cells' medians: waves that are too broad for a cell and its surroundings are in it.
  package let unevenness: Double
  /// How many cells have a median, counted as if they did not overlap.
  package let cells: Int

  /// Cells as wide as dust's shadow, that overlap by half so that one of them is over it.
  private static let side = 32
  private static let step = 16
  /// The surroundings begin where a cell's own pixels, and those of a mote in it, end: in steps.
  private static let ring = 3...5

  /// `residual`: in units of the noise at each pixel.
  package init(_ residual: Plane, in good: Mask) {
    let across = (residual.width + Self.step - 1) / Self.step
    let down = (residual.height + Self.step - 1) / Self.step
    var levels = [Double?](repeating: nil, count: across * down)
    var pixels = [Double](repeating: 0, count: Self.side * Self.side)
    for row in 0..<down {
      for column in 0..<across {
        var count = 0
        for y in (row * Self.step)..<min(row * Self.step + Self.side, residual.height) {
          let line = y * residual.width
          for x in (column * Self.step)..<min(column * Self.step + Self.side, residual.width)
          where good.values[line + x] {
            pixels[count] = residual.values[line + x]
            count += 1
          }
        }
        guard 2 * count >= Self.side * Self.side else { continue }
        levels[row * across + column] = pixels.withUnsafeBufferPointer {
          OrderStatistics.median(of: .init(rebasing: $0[..<count]))
        }
      }
    }
    let known = levels.compactMap { $0 }
    unevenness = OrderStatistics.robustSigma(known)
    cells = known.count * Self.step * Self.step / (Self.side * Self.side)
    heights = levels.indices.map { i in
      guard let level = levels[i] else { return nil }
      var around: [Double] = []
      for (dx, dy) in Self.surroundings {
        let (column, row) = (i % across + dx, i / across + dy)
        guard (0..<across).contains(column), (0..<down).contains(row),
          let other = levels[row * across + column]
        else { continue }
        around.append(other)
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

  private static let surroundings: [(Int, Int)] = {
    let reach = -ring.upperBound...ring.upperBound
    return reach.flatMap { dy in
      reach.filter { max(abs($0), abs(dy)) >= ring.lowerBound }.map { ($0, dy) }
    }
  }()
}
