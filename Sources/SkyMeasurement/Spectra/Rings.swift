private import Foundation

/// Rings of equal spatial frequency in a half-plane transform.
package struct Rings: Sendable {
  /// The rings' limits in cycles a pixel.
  package static let edges = [
    0.004, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.10, 0.125, 0.15, 0.18, 0.21, 0.25, 0.3, 0.35, 0.4,
    0.45, 0.5,
  ]
  package static let count = edges.count - 1

  /// The ring of every coefficient, or `UInt8.max` for none.
  private let ring: [UInt8]
  private let columns: Int
  private let width: Int
  /// The number of modes a ring, both halves of the plane counted.
  package let modes: [Double]

  package init(width: Int, height: Int) {
    let columns = width / 2 + 1
    var ring = [UInt8](repeating: .max, count: columns * height)
    for y in 0..<height {
      for x in 0..<columns {
        let k = Self.frequency(row: y, column: x, width: width, height: height)
        guard k >= Self.edges[0], k < Self.edges[Self.count] else { continue }
        var bin = 0
        while k >= Self.edges[bin + 1] { bin += 1 }
        ring[y * columns + x] = UInt8(bin)
      }
    }
    self.ring = ring
    self.columns = columns
    self.width = width
    self.modes = Self.sum(ring, columns: columns, width: width) { _ in 1 }
  }

  /// The sum of a quantity over each ring; columns that stand for two modes count twice.
  @inline(__always)
  package func sum(_ term: (Int) -> Double) -> [Double] {
    Self.sum(ring, columns: columns, width: width, term)
  }

  /// The length of a coefficient's frequency, in cycles a pixel.
  package static func frequency(row: Int, column: Int, width: Int, height: Int) -> Double {
    let ky = Double(row <= (height - 1) / 2 ? row : row - height) / Double(height)
    return hypot(ky, Double(column) / Double(width))
  }

  @inline(__always)
  private static func sum(
    _ ring: [UInt8], columns: Int, width: Int, _ term: (Int) -> Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: 256)
    var i = 0
    while i < ring.count {
      for x in 0..<columns {
        let isSingle = x == 0 || 2 * x == width
        sums[Int(ring[i + x])] += (isSingle ? 1 : 2) * term(i + x)
      }
      i += columns
    }
    return Array(sums[0..<count])
  }
}
