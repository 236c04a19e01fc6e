import SkyMeasurement
import Statistics

/// A line by least squares, whose interval does not ask every point to be as noisy as the others.
struct Slope {
  let value: Double
  /// Half the width of the 95 % interval: the error that each point shows, by the degrees of freedom that it leaves.
  let halfWidth: Double
  /// The standard error that the points' scatter shows, and its degrees of freedom: where one point decides it shows little.
  let error: Double
  let freedom: Double

  /// The slope of `y` on `x`, through the origin or with a level of its own; `nil` where `x` does not vary.
  init?(of y: [Double], on x: [Double], isThroughOrigin: Bool = true) {
    let rows = x.map { isThroughOrigin ? [$0] : [$0, 1] }
    let weights = [Double](repeating: 1, count: rows.count)
    guard let fit = LeastSquares(rows: rows, targets: y, weights: weights) else { return nil }
    let errors = rows.indices.map { r in
      y[r] - zip(rows[r], fit.solution).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let slope = isThroughOrigin ? [1.0] : [1, 0]
    value = fit.solution[0]
    // A perfect fit leaves no error and a single point no freedom.
    freedom = max(fit.freedom(of: slope, rows: rows), 0.5)
    error = fit.standardError(of: slope, rows: rows, errors: errors, weights: weights)
    halfWidth = StudentDistribution(freedom: freedom).factor() * error
    guard value.isFinite, halfWidth.isFinite else { return nil }
  }
}
