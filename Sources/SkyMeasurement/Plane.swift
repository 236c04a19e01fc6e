/// One channel of a frame in double precision: `width * height` values in rows, integers at pixel centres.
package struct Plane: Equatable, Sendable {
  package let width: Int
  package let height: Int
  package var values: [Double]

  package init(width: Int, height: Int, values: [Double]) {
    precondition(values.count == width * height, "\(values.count) values for \(width) x \(height)")
    self.width = width
    self.height = height
    self.values = values
  }

  package init(width: Int, height: Int, values: [Float]) {
    self.init(width: width, height: height, values: values.map(Double.init))
  }

  package init(width: Int, height: Int, repeating value: Double) {
    self.init(
      width: width, height: height, values: [Double](repeating: value, count: width * height))
  }

  package var count: Int { values.count }
  package var byteCount: Int { values.count * MemoryLayout<Double>.stride }
  package var megapixels: Double { Double(count) / 1e6 }

  package subscript(x: Int, y: Int) -> Double { values[y * width + x] }

  /// The values where the mask says yes, in rows.
  package func selected(by mask: [Bool]) -> [Double] {
    var chosen: [Double] = []
    chosen.reserveCapacity(count)
    for i in 0..<count where mask[i] { chosen.append(values[i]) }
    return chosen
  }

  /// A value for every pair of pixels of two planes on one grid.
  package func combined(with other: Plane, _ f: (Double, Double) -> Double) -> Plane {
    precondition(width == other.width && height == other.height, "the planes differ in size")
    var result = self
    for i in 0..<count { result.values[i] = f(values[i], other.values[i]) }
    return result
  }

  package static func - (a: Plane, b: Plane) -> Plane { a.combined(with: b) { $0 - $1 } }
}
