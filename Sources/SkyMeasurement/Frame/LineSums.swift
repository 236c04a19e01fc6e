/// The light of every row or column of a frame on the pixels of a mask, and how many those are.
struct LineSums {
  struct Line {
    var sum = 0.0
    var count = 0.0

    var mean: Double { sum / count }

    static func + (a: Line, b: Line) -> Line {
      Line(sum: a.sum + b.sum, count: a.count + b.count)
    }

    static func += (a: inout Line, b: Line) { a = a + b }
  }

  let lines: [Line]

  init(_ frame: Plane, in mask: Mask, areRows: Bool) {
    var lines = [Line](repeating: Line(), count: areRows ? frame.height : frame.width)
    for y in 0..<frame.height {
      for x in 0..<frame.width where mask.values[y * frame.width + x] {
        lines[areRows ? y : x] += Line(sum: frame.values[y * frame.width + x], count: 1)
      }
    }
    self.lines = lines
  }
}
