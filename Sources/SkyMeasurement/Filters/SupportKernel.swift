private import Kernels
private import KernelTable

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
    let weighShifted = CPULevel.current.kernels.planes.weighShifted
    padded.withUnsafeBufferPointer { source in
      output.values.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for y in 0..<height {
          weighShifted(
            source + y * stride, offsets, weights, taps.count, target + y * width, width)
        }
      }
    }
    return output
  }
}
