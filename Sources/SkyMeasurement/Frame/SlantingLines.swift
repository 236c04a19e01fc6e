/// How far straight lines of any direction stand out of those beside them, as a satellite's trail does.
///
/// All digital lines from one side of the frame to the other, by the fast discrete Radon transform (Goetz and Druckmueller,
/// Pattern Recognition 29, 1996; Brady, SIAM Journal on Computing 27, 1998): halves of lines are summed once and shared.
package struct SlantingLines: Sendable {
  /// Four fans of directions, each with all its lines: mean minus that of the lines beside it, in units of what white noise of 1
  /// makes of that difference; not a number where too few pixels are free.
  private let heights: [Float]

  /// Pixels are joined so that the longer side has no more cells than this: a trail is a few pixels wide.
  private static let mostCells = 256
  /// The lines beside a line, in cells.
  private static let beside = [-5, -4, -3, 3, 4, 5]

  /// `frame`: in units of the noise; `mask`: the pixels that count.
  package init(_ frame: Plane, in mask: Mask) {
    let join = (max(frame.width, frame.height) + Self.mostCells - 1) / Self.mostCells
    var side = 1
    while side * join < max(frame.width, frame.height) { side *= 2 }
    var sums = [Float](repeating: 0, count: side * side)
    var counts = sums
    for y in 0..<frame.height {
      for x in 0..<frame.width where mask.values[y * frame.width + x] {
        sums[x / join * side + y / join] += Float(frame.values[y * frame.width + x])
        counts[x / join * side + y / join] += 1
      }
    }
    heights = Fan.allCases.flatMap { fan in
      Self.heights(
        sums: Self.lines(fan.turned(sums, side), side),
        counts: Self.lines(fan.turned(counts, side), side), side)
    }
  }

  /// How much the line that stands out most does so beyond what it did in the input, and how much lines scatter; `nil` where no
  /// line is known in both.
  package func strongest(beyond input: SlantingLines) -> (excess: Double, scatter: Double)? {
    var (excess, square, count) = (-Float.infinity, 0.0, 0)
    for (after, before) in zip(heights, input.heights) where after.isFinite && before.isFinite {
      excess = max(excess, abs(after) - abs(before))
      square += Double(after) * Double(after)
      count += 1
    }
    return count > 0
      ? (max(0, Double(excess)), (square / Double(count)).squareRoot()) : nil
  }

  /// A quarter turn's eighths: lines that fall or rise by less than they are long, across the frame or down it.
  private enum Fan: CaseIterable {
    case across, acrossRising, down, downRising

    /// The columns of a square, one after the other, so turned that this fan's lines go across and fall.
    func turned(_ cells: [Float], _ side: Int) -> [Float] {
      var result = cells
      for x in 0..<side {
        for y in 0..<side {
          let (column, row) = self == .across || self == .acrossRising ? (x, y) : (y, x)
          let isRising = self == .acrossRising || self == .downRising
          result[column * side + (isRising ? side - 1 - row : row)] = cells[x * side + y]
        }
      }
      return result
    }
  }

  /// The sums along all lines that fall by 0 to `side - 1` cells, each with all its starts from one side above the frame on.
  private static func lines(_ columns: [Float], _ side: Int) -> [Float] {
    let starts = 2 * side
    var lines = [Float](repeating: 0, count: side * starts)
    for x in 0..<side {
      for y in 0..<side { lines[x * starts + side + y] = columns[x * side + y] }
    }
    var width = 1
    var joined = lines
    while width < side {
      for strip in 0..<(side / (2 * width)) {
        for fall in 0..<(2 * width) {
          let left = (2 * strip * width + fall / 2) * starts
          let right = left + width * starts + (fall + 1) / 2
          let target = (2 * strip * width + fall) * starts
          let inside = starts - (fall + 1) / 2
          for y in 0..<inside { joined[target + y] = lines[left + y] + lines[right + y] }
          for y in inside..<starts { joined[target + y] = lines[left + y] }
        }
      }
      swap(&lines, &joined)
      width *= 2
    }
    return lines
  }

  private static func heights(sums: [Float], counts: [Float], _ side: Int) -> [Float] {
    let fewest = 0.25 * (counts.max() ?? 0)
    let starts = 2 * side
    var heights = [Float](repeating: .nan, count: sums.count)
    guard fewest > 0 else { return heights }
    for fall in 0..<side {
      for y in 5..<(starts - 5) {
        let i = fall * starts + y
        guard counts[i] >= fewest else { continue }
        var (sum, count): (Float, Float) = (0, 0)
        for step in beside {
          sum += sums[i + step]
          count += counts[i + step]
        }
        guard count >= 3 * fewest else { continue }
        heights[i] =
          (sums[i] / counts[i] - sum / count) / (1 / counts[i] + 1 / count).squareRoot()
      }
    }
    return heights
  }

  package var byteCount: Int { heights.count * MemoryLayout<Float>.stride }
}
