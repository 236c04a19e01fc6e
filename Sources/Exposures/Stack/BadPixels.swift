package import SkyMeasurement

private import Foundation

/// Pixels that show no sky: missing, saturated, hot, dead, or struck by a cosmic ray.
package struct BadPixels: Sendable {
  package let mask: Mask
  package let missing: Int
  package let saturated: Int
  /// Single pixels that stand out from their surroundings as no star can.
  package let spikes: Int

  /// Finds them in one plane. `saturation`: the value from which pixels hold no more light; `noise`: the sky's deviation.
  ///
  /// A spike lies more than eight deviations (of the sky, and of the 24 pixels round it) from the median of those, while its
  /// four neighbours rise by less than a tenth of that: a star as narrow as 1.2 pixels gives them a seventh. At eight
  /// deviations noise alone is never masked, so that nothing is chosen by its noise.
  package init(in plane: Plane, saturation: Double, noise: Double) {
    var mask = Mask(width: plane.width, height: plane.height)
    var (missing, saturated, spikes) = (0, 0, 0)
    let (w, h) = (plane.width, plane.height)
    for i in 0..<plane.count {
      if !plane.values[i].isFinite {
        mask.values[i] = true
        missing += 1
      } else if plane.values[i] >= saturation {
        mask.values[i] = true
        saturated += 1
      }
    }
    if noise > 0, w > 4, h > 4 {
      for y in 2..<(h - 2) {
        for x in 2..<(w - 2) {
          let i = y * w + x
          let value = plane.values[i]
          let beside =
            (plane.values[i - 1] + plane.values[i + 1] + plane.values[i - w] + plane.values[i + w])
            / 4
          guard abs(value - beside) > 6 * noise, !mask.values[i] else { continue }
          var ring: [Double] = []
          for v in -2...2 {
            for u in -2...2 where (u, v) != (0, 0) {
              let near = plane.values[i + v * w + u]
              if near.isFinite { ring.append(near) }
            }
          }
          let level = OrderStatistics.median(ring)
          let scatter = max(noise, OrderStatistics.robustSigma(ring))
          guard abs(value - level) > 8 * scatter,
            (beside - level) / (value - level) < 0.1
          else { continue }
          mask.values[i] = true
          spikes += 1
        }
      }
    }
    self.mask = mask
    self.missing = missing
    self.saturated = saturated
    self.spikes = spikes
  }

  /// The value from which a frame is saturated: 95 % of full scale, or a plateau of equal largest values.
  ///
  /// Cameras of 12 bits in files of 16 stop far below full scale; four pixels or more on exactly the largest value, ten
  /// deviations above the sky, are such a stop.
  package static func saturation(of plane: Plane, fullScale: Double, noise: Double) -> Double {
    var (largest, count) = (-Double.infinity, 0)
    for value in plane.values where value.isFinite {
      if value > largest { (largest, count) = (value, 1) } else if value == largest { count += 1 }
    }
    let finite = plane.values.filter(\.isFinite)
    let sky = OrderStatistics.median(finite)
    if count >= 4, largest > sky + 10 * noise { return min(largest, 0.95 * fullScale) }
    return 0.95 * fullScale
  }

  /// The plane with its bad pixels as their surroundings are.
  package func mended(_ plane: Plane) -> Plane {
    guard mask.values.contains(true) else { return plane }
    var result = plane
    let level = OrderStatistics.median(plane.selected(by: (!mask).values))
    let (w, h) = (plane.width, plane.height)
    for y in 0..<h {
      for x in 0..<w where mask.values[y * w + x] {
        var near: [Double] = []
        for v in max(y - 2, 0)...min(y + 2, h - 1) {
          for u in max(x - 2, 0)...min(x + 2, w - 1) where !mask.values[v * w + u] {
            near.append(plane.values[v * w + u])
          }
        }
        // Inside a saturated star nothing is known; its own value is nearer to the truth than the sky's.
        let own = plane.values[y * w + x]
        result.values[y * w + x] =
          near.isEmpty ? (own.isFinite ? own : level) : OrderStatistics.median(near)
      }
    }
    return result
  }
}
