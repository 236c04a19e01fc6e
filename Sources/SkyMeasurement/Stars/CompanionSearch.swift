private import Foundation

/// Looks for light beside a star that is neither round nor mirrored on the other side.
package struct CompanionSearch: Sendable {
  /// The widest search, in pixels from the star: five FWHM and two pixels.
  package let half: Int
  private let fwhm: Double
  private let kernel: SymmetricKernel
  private let kernelPower: Double

  package init(fwhm: Double) {
    self.fwhm = fwhm
    half = Int((5 * fwhm).rounded(.up)) + 2
    kernel = .pointSource(fwhm: fwhm)
    kernelPower = kernel.squared.sum * kernel.squared.sum
  }

  /// The significance of the best companion that holds at least 0.4 % of the star's flux, 0.8 to 5 FWHM away.
  ///
  /// The residual minus its median in rings one pixel wide (any round change of the star), through a matched filter, minus
  /// the strongest signal at the mirrored place (shifts and elongations), in units of the input's noise. `nil` for none.
  /// `neighbours`: other stars, around which nothing is looked for.
  package func best(
    residual: Plane, variance: Plane, star: SIMD2<Double>, flux: Double,
    neighbours: [SIMD2<Double>]
  ) -> Double? {
    let column = Int(star.x.rounded(.toNearestOrEven))
    let row = Int(star.y.rounded(.toNearestOrEven))
    let side = 2 * half + 1
    var light = Plane(width: side, height: side, repeating: 0)
    var noise = light
    var radius = light
    for v in 0..<side {
      for u in 0..<side {
        let from = (row + v - half) * residual.width + column + u - half
        light.values[v * side + u] = residual.values[from]
        noise.values[v * side + u] = variance.values[from]
        radius.values[v * side + u] = hypot(
          Double(u - half + column) - star.x, Double(v - half + row) - star.y)
      }
    }
    subtractProfile(from: &light, radius: radius)
    let filtered = light.filtered(kernel, border: .nearest)
    let filteredNoise = noise.filtered(kernel.squared, border: .nearest)
    var best: Double?
    for v in 0..<side {
      for u in 0..<side {
        let i = v * side + u
        guard radius.values[i] > 0.8 * fwhm, radius.values[i] < 5 * fwhm else { continue }
        let mirrored = strongest(filtered, around: 2 * half - u, 2 * half - v)
        let excess = (filtered.values[i] - mirrored) / kernelPower
        guard excess > 0.004 * flux else { continue }
        let place = SIMD2(Double(u - half + column), Double(v - half + row))
        let isFree = neighbours.allSatisfy { hypot($0.x - place.x, $0.y - place.y) > 2 * fwhm }
        guard isFree else { continue }
        let sigma = filteredNoise.values[i].squareRoot() / kernelPower
        let significance = excess / (2.0.squareRoot() * sigma)
        if significance > best ?? -.infinity { best = significance }
      }
    }
    return best
  }

  /// Subtracts the median of rings one pixel wide, joined linearly.
  private func subtractProfile(from light: inout Plane, radius: Plane) {
    var rings: [[Double]] = []
    for i in 0..<light.count {
      let ring = Int(radius.values[i])
      while rings.count <= ring { rings.append([]) }
      rings[ring].append(light.values[i])
    }
    let profile = rings.map(OrderStatistics.median)
    for i in 0..<light.count {
      let place = min(max(radius.values[i] - 0.5, 0), Double(profile.count - 1))
      let below = min(Int(place), max(profile.count - 2, 0))
      let above = min(below + 1, profile.count - 1)
      let share = place - Double(below)
      light.values[i] -= profile[below] + share * (profile[above] - profile[below])
    }
  }

  /// The largest magnitude of the 3 x 3 pixels around a place, borders reflected.
  private func strongest(_ plane: Plane, around x: Int, _ y: Int) -> Double {
    var largest = 0.0
    for v in max(y - 1, 0)...min(y + 1, plane.height - 1) {
      for u in max(x - 1, 0)...min(x + 1, plane.width - 1) {
        largest = max(largest, abs(plane[u, v]))
      }
    }
    return largest
  }
}
