import Evaluation
import SkyMeasurement

private import Foundation

/// The solar limb in a scene: a circle through the steepest fall of light, and how far every pixel lies above it.
struct SolarEdge: SceneMeasurement {
  let centre: SIMD2<Double>
  let radius: Double
  /// Whether the disc lies inside the circle, as it does unless a planet's night side is shown.
  let discLevel: Double
  /// Height above the limb in pixels, negative on the disc.
  let height: Plane

  var byteCount: Int { height.byteCount }

  /// Throws where the scene has no limb.
  ///
  /// The edge is where the truth, smoothed by two pixels, crosses half of its 90th percentile (counted from its 2nd). A circle
  /// is fitted to it and fitted again without points beyond three pixels or three deviations. It is a limb where at least a
  /// fifth of the frame is disc and a twentieth sky, the points cover half of the frame's shorter side, four fifths of them lie
  /// within 1.5 pixels of the circle, and its radius is at least a fifth of that side.
  init(scene: EvaluationScene, plane: Int) throws {
    let clean = try scene.measurement(SceneFrames.self, plane: plane).clean
    let missing = NotApplicable("the scene shows no solar limb")
    let side = Double(min(clean.width, clean.height))
    guard side >= 128 else { throw missing }
    let smooth = clean.smoothed(sigma: 2)
    let dark = OrderStatistics.quantile(0.02, of: smooth.values)
    let bright = OrderStatistics.quantile(0.9, of: smooth.values)
    let half = dark + 0.5 * (bright - dark)
    guard bright > dark else { throw missing }
    let disc = Double(smooth.values.count { $0 > half }) / Double(smooth.count)
    guard disc > 0.2, disc < 0.95 else { throw missing }
    var points: [SIMD2<Double>] = []
    for y in 1..<(clean.height - 1) {
      for x in 1..<(clean.width - 1) {
        let (a, right, below) = (smooth[x, y], smooth[x + 1, y], smooth[x, y + 1])
        if (a > half) != (right > half) {
          points.append(SIMD2(Double(x) + (half - a) / (right - a), Double(y)))
        }
        if (a > half) != (below > half) {
          points.append(SIMD2(Double(x), Double(y) + (half - a) / (below - a)))
        }
      }
    }
    guard Double(points.count) > 0.5 * side, Double(points.count) < 40 * side else { throw missing }
    var kept = points
    var circle: (centre: SIMD2<Double>, radius: Double)?
    for _ in 0..<6 {
      guard let fit = Self.circle(through: kept) else { throw missing }
      circle = fit
      let distances = points.map {
        abs(hypot($0.x - fit.centre.x, $0.y - fit.centre.y) - fit.radius)
      }
      let limit = max(3, 3 * OrderStatistics.median(distances) * 1.4826)
      kept = points.indices.filter { distances[$0] < limit }.map { points[$0] }
    }
    guard let circle, circle.radius > 0.2 * side else { throw missing }
    let near = points.count {
      abs(hypot($0.x - circle.centre.x, $0.y - circle.centre.y) - circle.radius) < 1.5
    }
    guard Double(near) > 0.8 * Double(points.count), Double(near) > 0.5 * side else {
      throw missing
    }
    var height = clean
    for y in 0..<clean.height {
      for x in 0..<clean.width {
        height.values[y * clean.width + x] =
          hypot(Double(x) - circle.centre.x, Double(y) - circle.centre.y) - circle.radius
      }
    }
    // The disc must be the bright side: an annular cloud is no Sun.
    let inner = smooth.values.indices.filter { height.values[$0] < -4 && height.values[$0] > -24 }
    let outer = smooth.values.indices.filter { height.values[$0] > 4 && height.values[$0] < 24 }
    guard inner.count > 500, outer.count > 500 else { throw missing }
    let level = OrderStatistics.median(inner.map { smooth.values[$0] })
    guard level > OrderStatistics.median(outer.map { smooth.values[$0] }) + 0.3 * (bright - dark)
    else { throw missing }
    centre = circle.centre
    radius = circle.radius
    discLevel = level
    self.height = height
  }

  /// The circle of least squares (Kåsa 1976).
  private static func circle(
    through points: [SIMD2<Double>]
  ) -> (centre: SIMD2<Double>, radius: Double)? {
    guard points.count >= 16 else { return nil }
    let mean = points.reduce(SIMD2(0, 0), +) / Double(points.count)
    let rows = points.map { [$0.x - mean.x, $0.y - mean.y, 1] }
    let targets = points.map {
      ($0.x - mean.x) * ($0.x - mean.x) + ($0.y - mean.y) * ($0.y - mean.y)
    }
    guard
      let fit = LeastSquares(rows: rows, targets: targets, weights: points.map { _ in 1 })?.solution
    else { return nil }
    let (a, b) = (0.5 * fit[0], 0.5 * fit[1])
    let square = fit[2] + a * a + b * b
    return square > 0 ? (SIMD2(mean.x + a, mean.y + b), square.squareRoot()) : nil
  }

  /// Where a plane's mean profile across the limb crosses a quarter, a half and three quarters of its step, in pixels of
  /// height, in sectors along the limb.
  func crossings(of plane: Plane, sectors: Int = 24) -> [SIMD3<Double>?] {
    let reach = 9.0
    let step = 0.5
    let count = Int(2 * reach / step)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: count), count: sectors)
    var counts = sums
    var (low, high) = (Double.infinity, -Double.infinity)
    var pixels: [(sector: Double, i: Int)] = []
    // Angles about the direction in which the frame lies, so that no limb is cut by the jump at half a turn.
    let middle = SIMD2(0.5 * Double(plane.width), 0.5 * Double(plane.height)) - centre
    for y in 0..<plane.height {
      for x in 0..<plane.width where abs(height[x, y]) < reach {
        let (dx, dy) = (Double(x) - centre.x, Double(y) - centre.y)
        let angle = atan2(middle.x * dy - middle.y * dx, middle.x * dx + middle.y * dy)
        low = min(low, angle)
        high = max(high, angle)
        pixels.append((angle, y * plane.width + x))
      }
    }
    guard high > low else { return [] }
    for (angle, i) in pixels {
      let sector = min(Int((angle - low) / (high - low) * Double(sectors)), sectors - 1)
      let bin = min(Int((height.values[i] + reach) / step), count - 1)
      sums[sector][bin] += plane.values[i]
      counts[sector][bin] += 1
    }
    return (0..<sectors).map { sector in
      var profile: [Double] = []
      for bin in 0..<count {
        guard counts[sector][bin] >= 3 else { return nil }
        profile.append(sums[sector][bin] / counts[sector][bin])
      }
      let inner = Sums.mean(Array(profile[0..<6]))
      let outer = Sums.mean(Array(profile[(count - 6)...]))
      guard inner > outer else { return nil }
      func crossing(_ share: Double) -> Double? {
        let wanted = outer + share * (inner - outer)
        // From the disc outwards, the last bin that is still above.
        for bin in stride(from: count - 2, through: 0, by: -1)
        where profile[bin] >= wanted && profile[bin + 1] < wanted {
          let part = (profile[bin] - wanted) / (profile[bin] - profile[bin + 1])
          return (Double(bin) + 0.5 + part) * step - reach
        }
        return nil
      }
      guard let a = crossing(0.25), let b = crossing(0.5), let c = crossing(0.75) else {
        return nil
      }
      return SIMD3(a, b, c)
    }
  }
}
