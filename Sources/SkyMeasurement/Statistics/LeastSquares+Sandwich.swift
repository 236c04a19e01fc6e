extension LeastSquares {
  /// The standard error of a linear function of the solution, whatever each row's own error.
  ///
  /// The jack-knife form of White's estimator ("HC3"; MacKinnon and White 1985): a row that pulls the fit towards itself has
  /// too small a residual, by its leverage. `errors`: targets minus fit, row by row.
  package func standardError(
    of function: [Double], rows: [[Double]], errors: [Double], weights: [Double]
  ) -> Double {
    let direction = times(function)
    var variance = 0.0
    for r in rows.indices where weights[r] > 0 {
      let error = errors[r] / free(rows[r])
      let pull = Self.product(rows[r], direction) * error
      variance += pull * pull
    }
    return variance.squareRoot()
  }

  /// The degrees of freedom of that error for rows of weight 1: where few rows decide, it is itself known badly.
  ///
  /// Satterthwaite's count for errors that are alike, as Bell and McCaffrey propose it (Survey Methodology 28, 2002): with
  /// residuals `(I - H) e`, the estimate is a quadratic form in `e`, whose mean and variance a chi square is matched to. The
  /// work grows with the square of the number of rows.
  package func freedom(of function: [Double], rows: [[Double]]) -> Double {
    let direction = times(function)
    let solved = rows.map(times)
    let shares = rows.map { row in
      let pull = Self.product(row, direction) / free(row)
      return pull * pull
    }
    var (mean, square) = (0.0, 0.0)
    for a in rows.indices {
      for b in rows.indices {
        let left = (a == b ? 1.0 : 0.0) - Self.product(rows[a], solved[b])
        square += shares[a] * shares[b] * left * left
        if a == b { mean += shares[a] * left }
      }
    }
    return square > 0 ? mean * mean / square : 0
  }

  /// One minus a row's leverage: what of its error shows in its residual; a tenth at least.
  private func free(_ row: [Double]) -> Double { max(1 - Self.product(row, times(row)), 0.1) }

  /// The inverse normal matrix times a vector.
  private func times(_ vector: [Double]) -> [Double] {
    let unknowns = vector.count
    return (0..<unknowns).map { i in
      (0..<unknowns).reduce(0) { $0 + inverseNormal[i * unknowns + $1] * vector[$1] }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
