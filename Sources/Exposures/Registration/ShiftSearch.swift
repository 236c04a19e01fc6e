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
    var best: (x: Int, y: Int, value: Double)?
    for dy in -height / 3...height / 3 {
      for dx in -width / 3...width / 3 {
        let value = correlation[((dy + height) % height) * width + (dx + width) % width]
        if value > best?.value ?? -.infinity { best = (dx, dy, value) }
      }
    }
    guard let best else { return nil }
    let significance = (best.value - middle) / scatter
    return significance > 8 ? (best.x, best.y, significance) : nil
  }
}
