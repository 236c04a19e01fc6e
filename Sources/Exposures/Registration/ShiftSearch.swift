package import SkyMeasurement

private import FourierTransforms

/// Finds the whole shift between two frames that show too few stars to match, by correlating them.
package enum ShiftSearch {
  /// The shift from the first frame to the second, and how far its peak stands above the correlation's scatter.
  ///
  /// Both planes come without their background and bad pixels; they are clipped at 20 sigma, so that a single star does not
  /// decide alone. Shifts of up to a third of the frame are searched. `nil` where no peak stands out by eight sigma.
  package static func shift(from first: Plane, to second: Plane) throws -> (
    x: Int, y: Int, significance: Double
  )? {
    let (width, height) = (max(first.width, second.width), max(first.height, second.height))
    let plan = try FourierPlan(width: width, height: height)
    func prepared(_ plane: Plane) throws -> [Double] {
      let background = try BackgroundMesh(of: plane, cell: 64).level
      let light = plane - background
      let sigma = OrderStatistics.robustSigma(light.values)
      var values = [Double](repeating: 0, count: width * height)
      for y in 0..<plane.height {
        for x in 0..<plane.width {
          values[y * width + x] = min(max(light[x, y], -3 * sigma), 20 * sigma)
        }
      }
      return Plane(width: width, height: height, values: values).smoothed(sigma: 1.5).values
    }
    let other = plan.withSpectrum(of: try prepared(first)) { Array($0) }
    let correlation = plan.altered(try prepared(second)) { spectrum in
      for i in other.indices {
        let (a, b) = spectrum[i]
        let (c, d) = other[i]
        spectrum[i] = (a * c + b * d, b * c - a * d)
      }
    }
    let scatter = OrderStatistics.robustSigma(correlation)
    let middle = OrderStatistics.median(correlation)
    guard scatter > 0 else { return nil }
    let zero = (correlation[0] - middle) / scatter
    // Warm pixels and dust stay where they are: a spike at no shift at all says nothing, so what stands round it takes its
    // place. Where nothing else stands out, it was the sky after all.
    let surface = Self.withoutSpike(correlation, width: width, height: height)
    var best = Self.highest(surface, width: width, height: height)
    if max(abs(best.x), abs(best.y)) <= 6 {
      let smooth = Plane(width: width, height: height, values: surface).wrapped(by: 12)
        .smoothed(sigma: 3)
      best = Self.highest(smooth, around: 12)
    }
    let significance = (best.value - middle) / scatter
    if significance > 8 { return (best.x, best.y, significance) }
    return zero > 8 ? (0, 0, zero) : nil
  }

  /// The correlation with its values within four pixels of no shift replaced by the mean of those five pixels away.
  private static func withoutSpike(_ values: [Double], width: Int, height: Int) -> [Double] {
    var result = values
    func index(_ x: Int, _ y: Int) -> Int {
      ((y + height) % height) * width + (x + width) % width
    }
    var (sum, count) = (0.0, 0.0)
    for y in -5...5 {
      for x in -5...5 where max(abs(x), abs(y)) == 5 {
        sum += values[index(x, y)]
        count += 1
      }
    }
    for y in -4...4 { for x in -4...4 { result[index(x, y)] = sum / count } }
    return result
  }

  private static func highest(
    _ values: [Double], width: Int, height: Int
  ) -> (x: Int, y: Int, value: Double) {
    var best = (x: 0, y: 0, value: -Double.infinity)
    for dy in -height / 3...height / 3 {
      for dx in -width / 3...width / 3 {
        let value = values[((dy + height) % height) * width + (dx + width) % width]
        if value > best.value { best = (dx, dy, value) }
      }
    }
    return best
  }

  /// The highest value of a small plane whose middle is no shift.
  private static func highest(_ plane: Plane, around reach: Int) -> (x: Int, y: Int, value: Double)
  {
    var best = (x: 0, y: 0, value: -Double.infinity)
    for dy in -8...8 {
      for dx in -8...8 where plane[dx + reach, dy + reach] > best.value {
        best = (dx, dy, plane[dx + reach, dy + reach])
      }
    }
    return best
  }
}

extension Plane {
  /// The square of `reach` pixels round the first pixel, the plane taken as periodic.
  fileprivate func wrapped(by reach: Int) -> Plane {
    let side = 2 * reach + 1
    var result = Plane(width: side, height: side, repeating: 0)
    for y in -reach...reach {
      for x in -reach...reach {
        result.values[(y + reach) * side + x + reach] =
          self[(x + width) % width, (y + height) % height]
      }
    }
    return result
  }
}
