private import Foundation

/// The light along the line through a pair of stars.
///
/// The mean of three cubic-spline lines half a pixel apart, in steps of 0.1 px, above the median of the surroundings.
package struct DoubleProfile: Sendable {
  private let separation: Double
  /// Places along the line, in pixels from the middle between the stars, and the light there.
  private let places: [Double]
  private let light: [Double]

  /// How deep the light falls between two stars; `nil` where the frame ends too near.
  package static func dip(
    in plane: Plane, between first: SIMD2<Double>, and second: SIMD2<Double>, fwhm: Double
  ) -> Double? {
    DoubleProfile(in: plane, between: first, and: second, fwhm: fwhm)?.dip
  }

  /// `nil` where the frame ends too near.
  package init?(
    in plane: Plane, between first: SIMD2<Double>, and second: SIMD2<Double>, fwhm: Double
  ) {
    let d = second - first
    separation = hypot(d.x, d.y)
    guard separation > 0 else { return nil }
    let along = d / separation
    let across = SIMD2(-along.y, along.x)
    let middle = (first + second) / 2
    let half = Int((3 * fwhm + separation / 2).rounded(.up))
    let column = Int(middle.x.rounded(.toNearestOrEven))
    let row = Int(middle.y.rounded(.toNearestOrEven))
    guard column >= 2 * half, row >= 2 * half, column + 2 * half < plane.width,
      row + 2 * half < plane.height
    else { return nil }

    let side = 4 * half + 1
    var stamp = Plane(width: side, height: side, repeating: 0)
    var outside: [Double] = []
    let limit = 2.25 * Double(half * half)
    for v in -2 * half...2 * half {
      for u in -2 * half...2 * half {
        let value = plane.values[(row + v) * plane.width + column + u]
        stamp.values[(v + 2 * half) * side + u + 2 * half] = value
        if Double(u * u + v * v) > limit { outside.append(value) }
      }
    }
    let background = OrderStatistics.median(outside)
    for i in 0..<stamp.count { stamp.values[i] -= background }

    let spline = CubicSpline(stamp)
    let reach = separation / 2 + 0.8 * fwhm
    let count = Int(((2 * reach + 1e-9) / 0.1).rounded(.up))
    let origin = SIMD2(Double(2 * half - column), Double(2 * half - row))
    places = (0..<count).map { -reach + 0.1 * Double($0) }
    light = places.map { t in
      var sum = 0.0
      for offset in [-0.5, 0, 0.5] {
        let place = middle + t * along + offset * across + origin
        sum += spline(place.x, place.y) / 3
      }
      return sum
    }
  }

  /// How deep the light falls between the stars, relative to the fainter peak: 0 where they are one, 1 where sky shows.
  ///
  /// A peak is a maximum within 0.4 separations, or 0.6 px, of where the star is.
  package var dip: Double {
    let window = max(0.4 * separation, 0.6)
    guard let a = peak(near: -separation / 2, window),
      let b = peak(near: separation / 2, window), b > a + 2
    else { return 0 }
    let lower = min(light[a], light[b])
    guard lower > 0, let valley = light[a...b].min() else { return 0 }
    return max(0, 1 - valley / lower)
  }

  /// The second star's share of the light within a quarter of the separation around both places; `nil` where there is none.
  package var shareOfSecond: Double? {
    func sum(around place: Double) -> Double {
      places.indices.reduce(0) {
        abs(places[$1] - place) <= separation / 4 ? $0 + light[$1] : $0
      }
    }
    let (first, second) = (sum(around: -separation / 2), sum(around: separation / 2))
    return first + second > 0 ? second / (first + second) : nil
  }

  /// The index of the largest value within a window, if the profile has a maximum there.
  private func peak(near place: Double, _ window: Double) -> Int? {
    let inside = places.indices.filter { abs(places[$0] - place) <= window }
    guard let start = inside.first, let end = inside.last else { return nil }
    var best = start
    for i in inside where light[i] > light[best] { best = i }
    if best > start && best < end { return best }
    let hasNeighbours = best > 0 && best < light.count - 1
    let isMaximum =
      hasNeighbours && light[best] >= light[best - 1] && light[best] >= light[best + 1]
    return isMaximum ? best : nil
  }
}
