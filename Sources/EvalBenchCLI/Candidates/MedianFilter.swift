package import Networks

/// A square median filter.
package struct MedianFilter: PlaneFilter {
  package static let id = "median"
  let radius: Int
  package var specification: String { "median:radius=\(radius)" }
  package var summary: String { "Median of \(2 * radius + 1) x \(2 * radius + 1) pixels." }

  package var reach: Int { radius }

  package init(settings: [String: String]) throws {
    try Settings.check(settings, accepted: ["radius"], of: Self.id)
    radius = Int(try Settings.number(settings, "radius", default: 1, in: 1...10, of: Self.id))
  }

  package func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics)
    -> [Float]
  {
    let side = 2 * radius + 1
    var window = [Float](repeating: 0, count: side * side)
    var result = plane
    let columns = (-radius..<(width + radius)).map { mirrored($0, width) }
    for y in 0..<height {
      for x in 0..<width {
        var n = 0
        for dy in -radius...radius {
          let row = mirrored(y + dy, height) * width
          for dx in 0..<side {
            // Insertion keeps the window sorted; windows are small.
            let value = plane[row + columns[x + dx]]
            var i = n
            while i > 0, window[i - 1] > value {
              window[i] = window[i - 1]
              i -= 1
            }
            window[i] = value
            n += 1
          }
        }
        result[y * width + x] = window[n / 2]
      }
    }
    return result
  }
}
