private import Foundation

/// Where a place of one frame lies in another: `(x, y) -> (a x + b y + c, d x + e y + f)`, in 0-based pixels.
package struct AffineMap: Equatable, Sendable {
  package var a: Double
  package var b: Double
  package var c: Double
  package var d: Double
  package var e: Double
  package var f: Double

  package init(a: Double, b: Double, c: Double, d: Double, e: Double, f: Double) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  package static let identity = AffineMap(a: 1, b: 0, c: 0, d: 0, e: 1, f: 0)

  package static func shift(_ x: Double, _ y: Double) -> AffineMap {
    AffineMap(a: 1, b: 0, c: x, d: 0, e: 1, f: y)
  }

  package func callAsFunction(_ x: Double, _ y: Double) -> SIMD2<Double> {
    SIMD2(a * x + b * y + c, d * x + e * y + f)
  }

  package func callAsFunction(_ place: SIMD2<Double>) -> SIMD2<Double> { self(place.x, place.y) }

  /// This map after another one.
  package func after(_ first: AffineMap) -> AffineMap {
    AffineMap(
      a: a * first.a + b * first.d, b: a * first.b + b * first.e, c: a * first.c + b * first.f + c,
      d: d * first.a + e * first.d, e: d * first.b + e * first.e, f: d * first.c + e * first.f + f)
  }

  package var determinant: Double { a * e - b * d }

  /// The way back; `nil` for a map that folds the plane.
  package var inverse: AffineMap? {
    guard determinant != 0, determinant.isFinite else { return nil }
    let (p, q, r, s) = (e / determinant, -b / determinant, -d / determinant, a / determinant)
    return AffineMap(a: p, b: q, c: -(p * c + q * f), d: r, e: s, f: -(r * c + s * f))
  }

  /// Whether pixels fall on pixels everywhere in a frame: a whole shift, to a thousandth of a pixel.
  package func isWhole(width: Int, height: Int) -> Bool {
    for (x, y) in [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)] {
      let place = self(Double(x), Double(y))
      let moved = SIMD2(place.x - Double(x), place.y - Double(y))
      let rest = SIMD2(moved.x - moved.x.rounded(), moved.y - moved.y.rounded())
      guard max(abs(rest.x), abs(rest.y)) < 1e-3,
        moved.x.rounded() == (self(0, 0).x).rounded(), moved.y.rounded() == (self(0, 0).y).rounded()
      else { return false }
    }
    return true
  }

  /// The same map between grids of 2 x 2 super-pixels, whose centres lie half a pixel from the first pixel's.
  package var ofSuperPixels: AffineMap {
    var map = self
    let corner = self(0.5, 0.5)
    map.c = (corner.x - 0.5) / 2
    map.f = (corner.y - 0.5) / 2
    return map
  }

  /// The map of least squares that takes `from` to `to`: a shift for one or two pairs, with rotation and scale for up to
  /// eleven, a full affine map from twelve on, so that few stars do not bend the frame; `nil` where the places do not say.
  package static func fitted(from: [SIMD2<Double>], to: [SIMD2<Double>]) -> AffineMap? {
    let count = Double(from.count)
    guard from.count == to.count, !from.isEmpty else { return nil }
    let p = from.reduce(SIMD2(0, 0), +) / count
    let q = to.reduce(SIMD2(0, 0), +) / count
    guard from.count > 2 else { return .shift(q.x - p.x, q.y - p.y) }
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    var (ux, uy, vx, vy) = (0.0, 0.0, 0.0, 0.0)
    for (place, image) in zip(from, to) {
      let (s, t) = (place - p, image - q)
      xx += s.x * s.x
      xy += s.x * s.y
      yy += s.y * s.y
      ux += t.x * s.x
      uy += t.x * s.y
      vx += t.y * s.x
      vy += t.y * s.y
    }
    var map: AffineMap
    if from.count < 12 {
      let square = xx + yy
      guard square > 0 else { return nil }
      let (scale, turn) = ((ux + vy) / square, (vx - uy) / square)
      map = AffineMap(a: scale, b: -turn, c: 0, d: turn, e: scale, f: 0)
    } else {
      let determinant = xx * yy - xy * xy
      guard determinant > 1e-9 * xx * yy else { return nil }
      map = AffineMap(
        a: (ux * yy - uy * xy) / determinant, b: (uy * xx - ux * xy) / determinant, c: 0,
        d: (vx * yy - vy * xy) / determinant, e: (vy * xx - vx * xy) / determinant, f: 0)
    }
    let moved = map(p)
    map.c = q.x - moved.x
    map.f = q.y - moved.y
    return map
  }
}
