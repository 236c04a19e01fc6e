/// Yes or no for every pixel of a frame.
package struct Mask: Equatable, Sendable {
  package let width: Int
  package let height: Int
  package var values: [Bool]

  package init(width: Int, height: Int, repeating value: Bool = false) {
    self.width = width
    self.height = height
    self.values = [Bool](repeating: value, count: width * height)
  }

  package var count: Int { values.reduce(0) { $0 + ($1 ? 1 : 0) } }
  package var byteCount: Int { values.count }
  package var fraction: Double { values.isEmpty ? 0 : Double(count) / Double(values.count) }

  package static prefix func ! (mask: Mask) -> Mask {
    var result = mask
    for i in result.values.indices { result.values[i].toggle() }
    return result
  }

  /// Sets every pixel closer than `radius` to a place.
  package mutating func formDisc(x: Double, y: Double, radius: Double) {
    guard x + radius > -1, y + radius > -1, x - radius < Double(width), y - radius < Double(height)
    else { return }
    let columns = Int(max(x - radius, 0))..<Int(min(x + radius + 2, Double(width)))
    let rows = Int(max(y - radius, 0))..<Int(min(y + radius + 2, Double(height)))
    for row in rows {
      let dy = Double(row) - y
      for column in columns {
        let dx = Double(column) - x
        if dx * dx + dy * dy < radius * radius { values[row * width + column] = true }
      }
    }
  }

  /// The mask grown by `steps` pixels through the four sides.
  package func dilated(steps: Int) -> Mask {
    var current = self
    for _ in 0..<steps {
      var next = current
      for y in 0..<height {
        for x in 0..<width where !current.values[y * width + x] {
          let i = y * width + x
          next.values[i] =
            (x > 0 && current.values[i - 1]) || (x + 1 < width && current.values[i + 1])
            || (y > 0 && current.values[i - width])
            || (y + 1 < height && current.values[i + width])
        }
      }
      current = next
    }
    return current
  }
}
