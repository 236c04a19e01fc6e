/// A two-dimensional kernel given by the pixels that it touches.
package struct SupportKernel: Sendable {
  package struct Tap: Sendable {
    package var dx: Int
    package var dy: Int
    package var weight: Double
  }

  package let taps: [Tap]
  package let radius: Int

  package init(taps: [Tap]) {
    self.taps = taps
    self.radius = taps.reduce(0) { max($0, abs($1.dx), abs($1.dy)) }
  }

  /// The correlation of a plane with this kernel, borders reflected.
  package func correlate(_ plane: Plane) -> Plane {
    let (width, height, r) = (plane.width, plane.height, radius)
    let stride = width + 2 * r
    var padded = [Double](repeating: 0, count: stride * (height + 2 * r))
    for y in 0..<(height + 2 * r) {
      let from = Border.reflect.index(y - r, count: height) * width
      for x in 0..<width { padded[y * stride + r + x] = plane.values[from + x] }
      for k in 0..<r {
        padded[y * stride + k] = plane.values[from + Border.reflect.index(k - r, count: width)]
        padded[y * stride + r + width + k] =
          plane.values[from + Border.reflect.index(width + k, count: width)]
      }
    }
    let offsets = taps.map { ($0.dy + r) * stride + $0.dx + r }
    let weights = taps.map(\.weight)
    var output = Plane(width: width, height: height, repeating: 0)
    padded.withUnsafeBytes { source in
      output.values.withUnsafeMutableBytes { target in
        for y in 0..<height {
          var x = 0
          while x < width {
            // The last block of a row overlaps the one before it, so that every block is whole.
            if x + 8 > width && width >= 8 { x = width - 8 }
            if width >= 8 {
              var sum = SIMD8<Double>.zero
              for k in 0..<offsets.count {
                sum +=
                  weights[k]
                  * source.loadUnaligned(
                    fromByteOffset: 8 * (offsets[k] + y * stride + x), as: SIMD8<Double>.self)
              }
              target.storeBytes(of: sum, toByteOffset: 8 * (y * width + x), as: SIMD8<Double>.self)
              x += 8
            } else {
              var sum = 0.0
              for k in 0..<offsets.count {
                sum +=
                  weights[k]
                  * source.loadUnaligned(
                    fromByteOffset: 8 * (offsets[k] + y * stride + x), as: Double.self)
              }
              target.storeBytes(of: sum, toByteOffset: 8 * (y * width + x), as: Double.self)
              x += 1
            }
          }
        }
      }
    }
    return output
  }
}
