private import Foundation

/// A plane's cubic B-spline, for reading values between pixels.
///
/// Unser, "Splines: a perfect fit for signal and image processing", 1999; borders mirrored at the outermost pixels.
package struct CubicSpline: Sendable {
  private let width: Int
  private let height: Int
  private var coefficients: [Double]

  package init(_ plane: Plane) {
    width = plane.width
    height = plane.height
    coefficients = plane.values
    for y in 0..<height { Self.filter(&coefficients, start: y * width, step: 1, count: width) }
    for x in 0..<width { Self.filter(&coefficients, start: x, step: width, count: height) }
  }

  /// The value at a place at least two pixels inside the frame.
  package func callAsFunction(_ x: Double, _ y: Double) -> Double {
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let wx = Self.weights(x - Double(column))
    let wy = Self.weights(y - Double(row))
    var sum = 0.0
    for j in 0..<4 {
      let v = min(max(row - 1 + j, 0), height - 1) * width
      var line = 0.0
      for i in 0..<4 { line += wx[i] * coefficients[v + min(max(column - 1 + i, 0), width - 1)] }
      sum += wy[j] * line
    }
    return sum
  }

  private static func weights(_ t: Double) -> SIMD4<Double> {
    let s = 1 - t
    return SIMD4(
      s * s * s / 6, 2.0 / 3 - 0.5 * t * t * (2 - t), 2.0 / 3 - 0.5 * s * s * (2 - s), t * t * t / 6
    )
  }

  /// The recursive prefilter of pole `sqrt(3) - 2` along one row or column.
  private static func filter(_ c: inout [Double], start: Int, step: Int, count: Int) {
    guard count > 1 else { return }
    let pole = 3.0.squareRoot() - 2
    for i in 0..<count { c[start + i * step] *= 6 }
    // The mirrored sequence's infinite sum; 40 terms leave 1e-23.
    var sum = c[start]
    var power = pole
    for i in 1..<min(count, 40) {
      sum += power * c[start + i * step]
      power *= pole
    }
    c[start] = sum
    for i in 1..<count { c[start + i * step] += pole * c[start + (i - 1) * step] }
    let last = start + (count - 1) * step
    c[last] = pole / (pole * pole - 1) * (c[last] + pole * c[last - step])
    for i in stride(from: count - 2, through: 0, by: -1) {
      c[start + i * step] = pole * (c[start + (i + 1) * step] - c[start + i * step])
    }
  }
}
