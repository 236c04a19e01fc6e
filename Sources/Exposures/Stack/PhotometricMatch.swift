import AstroImages
package import SkyMeasurement

private import Foundation

/// How much brighter the reference saw the sky than another frame did.
package struct PhotometricMatch: Sendable {
  /// Reference over frame, one a channel.
  package let scale: [Double]
  /// The largest relative standard error of a channel's scale; 0 where it was not measured.
  package let error: Double
  package let source: String

  /// The median ratio, weighted by light, of the aperture fluxes of unsaturated stars that both frames show; where five such
  /// stars do not give it to a twentieth, the ratio of the headers' exposure times; without those 1.
  ///
  /// Apertures are 1.5 times as wide as the broader frame's stars, so that seeing hardly matters. Ratios of pixels are not
  /// used: noise in both frames would pull a regression towards zero.
  package init(of frame: Exposure, with reference: Exposure, by map: AffineMap) throws {
    let fwhm = max(frame.fwhm ?? 3, reference.fwhm ?? 3)
    let index = PointIndex(frame.stars, reference: fwhm)
    let crowd = PointIndex(reference.stars, reach: 4 * fwhm)
    let margin = 6 * fwhm + 2
    var pairs: [(here: SIMD2<Double>, there: SIMD2<Double>)] = []
    for star in reference.stars {
      let place = map(star)
      guard let match = index.near(place, within: 1.5).min(by: { $0.distance < $1.distance }),
        crowd.near(star, within: 4 * fwhm).count == 1, reference.holds(star, margin: margin),
        frame.holds(frame.stars[match.index], margin: margin)
      else { continue }
      // Forced photometry: the frame's own centroid would follow its noise.
      pairs.append((star, place))
    }
    // Channels whose stars are too few to say take the median of those that do.
    var scales: [Double?] = []
    var worst = 0.0
    for channel in reference.channels.indices {
      let (own, other) = (reference.channels[channel], frame.channels[channel])
      let clear = pairs.filter {
        !own.isSaturated(near: $0.here, within: fwhm)
          && !other.isSaturated(near: $0.there, within: fwhm)
      }
      let ours = try AperturePhotometry.fluxes(in: own.mended, at: clear.map(\.here), fwhm: fwhm)
      let theirs = try AperturePhotometry.fluxes(
        in: other.mended, at: clear.map(\.there), fwhm: fwhm)
      let floor = 20 * own.noise * (Double.pi).squareRoot() * 1.5 * fwhm
      let bright = clear.indices.filter { ours[$0] > floor && theirs[$0] > 0 }
      guard bright.count >= 5 else {
        scales.append(nil)
        continue
      }
      // Bright stars have the say: a median weighted by light.
      let ranked = bright.map { (ratio: ours[$0] / theirs[$0], weight: ours[$0]) }
        .sorted { ($0.ratio, $0.weight) < ($1.ratio, $1.weight) }
      let half = ranked.reduce(0) { $0 + $1.weight } / 2
      var (sum, scale) = (0.0, ranked[0].ratio)
      for (ratio, weight) in ranked where sum < half {
        sum += weight
        scale = ratio
      }
      let scatter = OrderStatistics.robustSigma(ranked.map(\.ratio))
      let error = 1.2533 * scatter / Double(ranked.count).squareRoot() / abs(scale)
      let isSure = error < 0.05 && scale > 0.01 && scale < 100
      scales.append(isSure ? scale : nil)
      if isSure { worst = max(worst, error) }
    }
    let known = scales.compactMap(\.self)
    if !known.isEmpty {
      let middle = OrderStatistics.median(known)
      (scale, error, source) = (scales.map { $0 ?? middle }, worst, "stars")
    } else if let own = frame.facts.exposure, let other = reference.facts.exposure, own != other {
      (scale, error, source) = (reference.channels.map { _ in other / own }, 0, "exposure time")
    } else {
      (scale, error, source) = (reference.channels.map { _ in 1 }, 0, "nothing")
    }
  }
}

extension PointIndex {
  fileprivate init(_ points: [SIMD2<Double>], reference fwhm: Double) {
    self.init(points, reach: max(1.5, fwhm))
  }
}

extension Exposure {
  fileprivate func holds(_ place: SIMD2<Double>, margin: Double) -> Bool {
    place.x > margin && place.y > margin && place.x < Double(width) - 1 - margin
      && place.y < Double(height) - 1 - margin
  }
}

extension Exposure.Channel {
  fileprivate func isSaturated(near place: SIMD2<Double>, within reach: Double) -> Bool {
    let r = Int(reach.rounded(.up))
    let (x, y) = (Int(place.x.rounded()), Int(place.y.rounded()))
    for v in max(y - r, 0)...min(max(y + r, 0), plane.height - 1) {
      for u in max(x - r, 0)...min(max(x + r, 0), plane.width - 1)
      where plane[u, v] >= saturation {
        return true
      }
    }
    return false
  }
}

/// A low surface that takes the difference of two frames' skies away.
package enum SkyMatch {
  /// What must be added to `plane` so that its sky follows `target`'s: a constant, or a quadratic surface through the medians
  /// of 32-pixel tiles, one tile in ten at either end left out.
  ///
  /// A surface needs 24 tiles; frames with fewer get a constant. The six numbers lean on the target's noise by six parts in
  /// its number of pixels, which is far below any error that is stated.
  package static func difference(
    of plane: Plane, from target: Plane, where good: Mask
  ) -> Plane {
    var tiles: [(x: Double, y: Double, value: Double)] = []
    let (w, h) = (plane.width, plane.height)
    for block in Block.all(width: w, height: h) {
      let values = block.indices { good.values[$0] }.map { target.values[$0] - plane.values[$0] }
      guard values.count >= 200 else { continue }
      tiles.append(
        (
          Double(block.columns.lowerBound) + 16, Double(block.rows.lowerBound) + 16,
          OrderStatistics.median(values)
        ))
    }
    var result = Plane(width: w, height: h, repeating: 0)
    guard !tiles.isEmpty else { return result }
    let middle = OrderStatistics.median(tiles.map(\.value))
    guard tiles.count >= 24 else {
      for i in 0..<result.count { result.values[i] = middle }
      return result
    }
    func row(_ x: Double, _ y: Double) -> [Double] {
      let (u, v) = (2 * x / Double(w) - 1, 2 * y / Double(h) - 1)
      return [1, u, v, u * u, u * v, v * v]
    }
    var kept = tiles
    var fit = [middle, 0, 0, 0, 0, 0]
    for _ in 0..<3 {
      guard kept.count >= 12,
        let solved = LeastSquares(
          rows: kept.map { row($0.x, $0.y) }, targets: kept.map(\.value),
          weights: kept.map { _ in 1 })
      else { break }
      fit = solved.solution
      func left(_ tile: (x: Double, y: Double, value: Double)) -> Double {
        tile.value - zip(fit, row(tile.x, tile.y)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let scatter = OrderStatistics.robustSigma(tiles.map(left))
      guard scatter > 0 else { break }
      kept = tiles.filter { abs(left($0)) < 3 * scatter }
    }
    for y in 0..<h {
      for x in 0..<w {
        let terms = row(Double(x), Double(y))
        var sum = 0.0
        for k in 0..<6 { sum += fit[k] * terms[k] }
        result.values[y * w + x] = sum
      }
    }
    return result
  }
}
