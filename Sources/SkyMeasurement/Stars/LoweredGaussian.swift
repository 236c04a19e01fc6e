private import Foundation

/// DAOFIND's detector: the amplitude of a Gaussian on a free constant, fitted by least squares around every pixel.
///
/// Stetson, "DAOPHOT: a computer program for crowded-field stellar photometry", 1987. The kernel sums to zero, so that a
/// smooth background, bright or not, is no detection.
package struct LoweredGaussian: Sendable {
  /// The noise of the amplitude for unit noise a pixel.
  package let relativeError: Double
  private let kernel: SupportKernel

  /// `fwhm`: of the point spread function, in pixels; the kernel reaches one FWHM, two pixels at least.
  package init(fwhm: Double) {
    let sigma = fwhm * PointSource.sigmaPerFWHM
    let reach = max(2, fwhm)
    let half = Int(reach.rounded(.up))
    var taps: [SupportKernel.Tap] = []
    for dy in -half...half {
      for dx in -half...half where Double(dx * dx + dy * dy) <= reach * reach {
        let weight = exp(-Double(dx * dx + dy * dy) / (2 * sigma * sigma))
        taps.append(SupportKernel.Tap(dx: dx, dy: dy, weight: weight))
      }
    }
    let count = Double(taps.count)
    let sum = taps.reduce(0) { $0 + $1.weight }
    let denominator = taps.reduce(0) { $0 + $1.weight * $1.weight } - sum * sum / count
    for i in taps.indices { taps[i].weight = (taps[i].weight - sum / count) / denominator }
    kernel = SupportKernel(taps: taps)
    relativeError = 1 / denominator.squareRoot()
  }

  /// The peaks of the amplitude map above a threshold in image units, in rows.
  package func detections(in plane: Plane, above threshold: Double) -> [Detection] {
    let map = kernel.correlate(plane)
    let (w, h) = (map.width, map.height)
    guard w > 2, h > 2 else { return [] }
    var found: [Detection] = []
    map.values.withUnsafeBufferPointer { a in
      for y in 1..<(h - 1) {
        for x in 1..<(w - 1) {
          let i = y * w + x
          let peak = a[i]
          guard peak > threshold, peak >= a[i - 1], peak >= a[i + 1],
            peak >= a[i - w], peak >= a[i - w - 1], peak >= a[i - w + 1],
            peak >= a[i + w], peak >= a[i + w - 1], peak >= a[i + w + 1]
          else { continue }
          found.append(
            Detection(
              x: Double(x) + Self.vertex(a[i - 1], peak, a[i + 1]),
              y: Double(y) + Self.vertex(a[i - w], peak, a[i + w]), amplitude: peak))
        }
      }
    }
    return found
  }

  /// Where the parabola through three neighbouring values peaks, from the middle one.
  private static func vertex(_ before: Double, _ peak: Double, _ after: Double) -> Double {
    let curvature = before - 2 * peak + after
    return curvature == 0 ? 0 : min(max(0.5 * (before - after) / curvature, -0.5), 0.5)
  }
}

/// A peak that the detector found, in 0-based pixels.
package struct Detection: Equatable, Sendable {
  package var x: Double
  package var y: Double
  /// The fitted Gaussian's height, in image units.
  package var amplitude: Double

  package init(x: Double, y: Double, amplitude: Double) {
    self.x = x
    self.y = y
    self.amplitude = amplitude
  }
}
