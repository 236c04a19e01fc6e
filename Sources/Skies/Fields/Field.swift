/// A plane of numbers in double precision: what scenes are painted on before they become an image.
package struct Field: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// `width * height` numbers, row by row.
  package var values: [Double]

  package init(width: Int, height: Int, fill: Double = 0) {
    self.width = width
    self.height = height
    values = [Double](repeating: fill, count: width * height)
  }

  /// A plane whose value at each pixel follows from its column and row.
  package init(width: Int, height: Int, _ value: (_ x: Double, _ y: Double) -> Double) {
    self.width = width
    self.height = height
    values = []
    values.reserveCapacity(width * height)
    for y in 0..<height { for x in 0..<width { values.append(value(Double(x), Double(y))) } }
  }

  package subscript(x: Int, y: Int) -> Double {
    get { values[y * width + x] }
    set { values[y * width + x] = newValue }
  }

  package var sum: Double {
    var sum = 0.0
    for value in values { sum += value }
    return sum
  }

  package var mean: Double { sum / Double(values.count) }

  /// The root of the mean squared deviation from the mean.
  package var standardDeviation: Double {
    let mean = self.mean
    var sum = 0.0
    for value in values { sum += (value - mean) * (value - mean) }
    return (sum / Double(values.count)).squareRoot()
  }

  package var median: Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half])
  }

  /// Shifts and scales to mean 0 and standard deviation 1; a constant plane becomes 0.
  package mutating func standardize() {
    let mean = self.mean
    let deviation = standardDeviation
    let scale = deviation > 0 ? 1 / deviation : 0
    for index in values.indices { values[index] = (values[index] - mean) * scale }
  }

  /// Adds another plane of the same size, times a factor.
  package mutating func add(_ other: Field, scale: Double = 1) {
    precondition(other.values.count == values.count, "planes of different sizes cannot be added")
    for index in values.indices { values[index] += scale * other.values[index] }
  }

  /// Replaces each value by a function of its column, row and value.
  package mutating func apply(_ change: (_ x: Double, _ y: Double, _ value: Double) -> Double) {
    var index = 0
    for y in 0..<height {
      for x in 0..<width {
        values[index] = change(Double(x), Double(y), values[index])
        index += 1
      }
    }
  }
}
