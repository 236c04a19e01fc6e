package import SkyMeasurement
package import Skies

private import Foundation

/// How a frame images its stars: an elliptical Moffat profile fitted to its own.
package struct MeasuredProfile: Sendable {
  package let profile: MoffatProfile
  /// How many stars it was fitted to; 0 where it was stated.
  package let stars: Int

  /// A round profile whose width somebody states.
  package init(stated fwhm: Double) {
    profile = MoffatProfile(fwhm: fwhm, beta: 3.5)
    stars = 0
  }

  /// Fits the brightest 40 isolated, unsaturated stars above thirty deviations; `nil` with fewer than five.
  ///
  /// The elongation is the median of their windowed moments; width and wings (beta 2 to 10) are those whose pixels, divided by
  /// the flux in an aperture of 1.5 FWHM, differ least from the stars', by squares over 2.5 FWHM.
  package init?(in plane: Plane, noise: Double, saturation: Double, fullScale: Double) throws {
    guard let start = PointSpreadEstimate(in: plane, noise: noise, fullScale: fullScale) else {
      return nil
    }
    let width = start.fwhm
    let detector = LoweredGaussian(fwhm: width)
    let found = detector.detections(in: plane, above: 30 * noise * detector.relativeError)
      .sorted { ($1.amplitude, $0.y, $0.x) < ($0.amplitude, $1.y, $1.x) }
    let crowd = PointIndex(
      detector.detections(in: plane, above: 8 * noise * detector.relativeError)
        .map { SIMD2($0.x, $0.y) }, reach: 5 * width)
    var stars: [StarMoments] = []
    for detection in found where stars.count < 40 {
      let place = SIMD2(detection.x, detection.y)
      guard crowd.near(place, within: 5 * width).count == 1,
        plane[Int(place.x.rounded()), Int(place.y.rounded())] < 0.7 * saturation,
        let moments = StarMoments(in: plane, x: place.x, y: place.y, fwhm: width),
        moments.fwhm > 0.7 * width, moments.fwhm < 1.4 * width,
        hypot(moments.e1, moments.e2) < 0.5
      else { continue }
      stars.append(moments)
    }
    guard stars.count >= 5 else { return nil }
    let e1 = OrderStatistics.median(stars.map(\.e1))
    let e2 = OrderStatistics.median(stars.map(\.e2))
    let ellipticity = min(hypot(e1, e2), 0.6)
    let angle = 0.5 * atan2(e2, e1)

    // The stars' pixels, of unit flux in the aperture.
    var samples: [(dx: Double, dy: Double, value: Double)] = []
    let reach = Int((2.5 * width).rounded(.up))
    let fluxes = try AperturePhotometry.fluxes(
      in: plane, at: stars.map { SIMD2($0.x, $0.y) }, fwhm: width)
    for (star, flux) in zip(stars, fluxes) where flux > 0 {
      let level = plane.annulusMedian(x: star.x, y: star.y, from: 4 * width, to: 6 * width)
      let (column, row) = (Int(star.x.rounded()), Int(star.y.rounded()))
      for y in max(row - reach, 0)...min(row + reach, plane.height - 1) {
        for x in max(column - reach, 0)...min(column + reach, plane.width - 1) {
          samples.append(
            (Double(x) - star.x, Double(y) - star.y, (plane[x, y] - level) / flux))
        }
      }
    }
    var best: (error: Double, profile: MoffatProfile)?
    for beta in [2.0, 2.5, 3, 3.5, 4.765, 10] {
      for step in 0...16 {
        let fwhm = max(0.6, width * (0.66 + 0.03 * Double(step)))
        let trial = MoffatProfile(
          fwhm: fwhm, beta: beta, ellipticity: ellipticity, angle: angle)
        let inside = trial.share(within: 1.5 * width)
        var error = 0.0
        for sample in samples {
          let d = sample.value - trial.pixel(sample.dx, sample.dy) / inside
          error += d * d
        }
        if error < best?.error ?? .infinity { best = (error, trial) }
      }
    }
    guard let best else { return nil }
    profile = best.profile
    self.stars = stars.count
  }
}

extension MoffatProfile {
  /// The part of a round profile's flux inside a radius: `1 - (1 + r^2 / alpha^2)^(1 - beta)`.
  fileprivate func share(within radius: Double) -> Double {
    let alpha = Self.scaleLength(fwhm: fwhm, beta: beta)
    return 1 - pow(1 + radius * radius / (alpha * alpha), 1 - beta)
  }
}
