private import Foundation

/// The width of a frame's stars, measured on the frame.
package struct PointSpreadEstimate: Equatable, Sendable {
  /// Full width at half maximum in pixels, as windowed moments give it: exact for Gaussian stars, up to 8 % wide for others.
  package let fwhm: Double
  /// The robust scatter of single stars.
  package let scatter: Double
  /// How many stars were measured.
  package let count: Int

  /// Measures round, unsaturated peaks of at least 20 sigma; `nil` where fewer than five agree on a width of 1.2 to 15 px.
  ///
  /// The detector and the window start at three pixels and follow what they find. Granules, filaments and galaxies pass no
  /// for stars: their widths scatter by more than a third. `noise`: standard deviation on sky, in image units.
  package init?(in plane: Plane, noise: Double, fullScale: Double) {
    guard noise > 0 else { return nil }
    var width = 3.0
    var widths: [Double] = []
    var hasSettled = false
    for _ in 0..<6 where !hasSettled {
      let detector = LoweredGaussian(fwhm: width)
      let limit = 20 * noise * detector.relativeError
      let found = detector.detections(in: plane, above: limit)
        .sorted { ($1.amplitude, $0.y, $0.x) < ($0.amplitude, $1.y, $1.x) }
      widths = found.prefix(1000).compactMap { detection in
        Self.width(of: detection, in: plane, window: width, fullScale: fullScale)
      }
      guard widths.count >= 5 else { return nil }
      let next = min(max(OrderStatistics.median(widths), 1.2), 15)
      hasSettled = abs(next / width - 1) < 0.02
      width = next
    }
    fwhm = width
    scatter = OrderStatistics.robustSigma(widths)
    count = widths.count
    // At either end of the range the search was stopped, it did not settle.
    guard hasSettled, fwhm > 1.2, fwhm < 15, scatter < 0.35 * fwhm else { return nil }
  }

  /// A width that the user states.
  package init(stated fwhm: Double) {
    self.fwhm = fwhm
    scatter = 0
    count = 0
  }

  /// The width of one peak, if it is round and unsaturated.
  private static func width(
    of detection: Detection, in plane: Plane, window: Double, fullScale: Double
  ) -> Double? {
    let (column, row) = (Int(detection.x.rounded()), Int(detection.y.rounded()))
    guard plane[column, row] < 0.9 * fullScale, !plane.isSpike(at: column, row),
      let moments = StarMoments(in: plane, x: detection.x, y: detection.y, fwhm: window),
      hypot(moments.e1, moments.e2) < 0.4, moments.fwhm < 4 * window
    else { return nil }
    return moments.fwhm
  }
}

extension Plane {
  /// Whether a peak is a hot pixel or a cosmic ray: its light does not reach the pixels beside it.
  ///
  /// A star as narrow as 1.2 pixels gives its neighbours a seventh of its peak; a tenth is asked for. The sky is taken from
  /// the ring of 16 pixels at a distance of two.
  func isSpike(at column: Int, _ row: Int) -> Bool {
    guard column >= 2, row >= 2, column < width - 2, row < height - 2 else { return false }
    var ring: [Double] = []
    for y in -2...2 {
      for x in -2...2 where max(abs(x), abs(y)) == 2 { ring.append(self[column + x, row + y]) }
    }
    let sky = OrderStatistics.median(ring)
    let beside =
      [
        self[column - 1, row], self[column + 1, row], self[column, row - 1],
        self[column, row + 1],
      ].reduce(0, +) / 4
    return beside - sky < 0.1 * (self[column, row] - sky)
  }
}
