/// Weighted linear least squares for a handful of unknowns, by Cholesky's factorisation of the normal equations.
package struct LeastSquares: Sendable {
  package let solution: [Double]
  /// The inverse of the normal matrix: times the residual variance it is the covariance, row by row.
  package let inverseNormal: [Double]

  /// Fits `rows * solution = targets`; `nil` when the columns do not determine the unknowns.
  package init?(rows: [[Double]], targets: [Double], weights: [Double]) {
    guard let unknowns = rows.first?.count, rows.count >= unknowns else { return nil }
    var normal = [Double](repeating: 0, count: unknowns * unknowns)
    var right = [Double](repeating: 0, count: unknowns)
    for (r, row) in rows.enumerated() {
      let w = weights[r] * weights[r]
      guard w != 0 else { continue }
      for i in 0..<unknowns {
        right[i] += w * row[i] * targets[r]
        for j in 0...i { normal[i * unknowns + j] += w * row[i] * row[j] }
      }
    }
    // Columns are scaled to a unit diagonal, so that the test for dependence does not depend on units.
    let scale = (0..<unknowns).map { normal[$0 * unknowns + $0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    for i in 0..<unknowns {
      for j in 0...i { normal[i * unknowns + j] /= scale[i] * scale[j] }
    }
    guard let factor = Self.cholesky(normal, unknowns) else { return nil }
    var inverse = [Double](repeating: 0, count: unknowns * unknowns)
    for column in 0..<unknowns {
      var unit = [Double](repeating: 0, count: unknowns)
      unit[column] = 1
      let solved = Self.solve(factor, unit)
      for i in 0..<unknowns {
        inverse[i * unknowns + column] = solved[i] / (scale[i] * scale[column])
      }
    }
    let scaled = (0..<unknowns).map { right[$0] / scale[$0] }
    let solved = Self.solve(factor, scaled)
    self.solution = (0..<unknowns).map { solved[$0] / scale[$0] }
    self.inverseNormal = inverse
  }

  /// What the fit leaves of each target.
  package func errors(rows: [[Double]], targets: [Double]) -> [Double] {
    rows.indices.map { r in
      targets[r] - zip(rows[r], solution).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private static func cholesky(_ matrix: [Double], _ n: Int) -> [Double]? {
    var l = matrix
    for i in 0..<n {
      for j in 0...i {
        var sum = l[i * n + j]
        for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
        if i == j {
          guard sum > 1e-13 else { return nil }
          l[i * n + i] = sum.squareRoot()
        } else {
          l[i * n + j] = sum / l[j * n + j]
        }
      }
    }
    return l
  }

  private static func solve(_ l: [Double], _ right: [Double]) -> [Double] {
    let n = right.count
    var x = right
    for i in 0..<n {
      for k in 0..<i { x[i] -= l[i * n + k] * x[k] }
      x[i] /= l[i * n + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(n, i + 1) { x[i] -= l[k * n + i] * x[k] }
      x[i] /= l[i * n + i]
    }
    return x
  }
}
