private import Kernels
private import KernelTable

/// Sums of products of a masked frame with itself, shifted by up to a few pixels.
package struct Autocorrelation: Sendable {
  package struct Lag: Equatable, Sendable {
    package let dx: Int
    package let dy: Int
    package let sum: Double
  }

  /// Half of the plane of shifts: `dx > 0`, or `dx = 0` and `dy > 0`.
  package let lags: [Lag]

  /// `plane` is zero outside its mask.
  package init(_ plane: Plane, reach: Int) {
    var lags: [Lag] = []
    let (w, h) = (plane.width, plane.height)
    let dot = CPULevel.current.kernels.planes.dot
    plane.values.withUnsafeBufferPointer { v in
      guard let start = v.baseAddress else { return }
      for dy in -reach...reach {
        for dx in 0...reach where dx > 0 || dy > 0 {
          var total = 0.0
          if dx < w {
            for y in max(0, -dy)..<max(min(h, h - dy), max(0, -dy)) {
              total += dot(start + y * w, start + (y + dy) * w + dx, w - dx)
            }
          }
          lags.append(Lag(dx: dx, dy: dy, sum: total))
        }
      }
    }
    self.lags = lags
  }
}
