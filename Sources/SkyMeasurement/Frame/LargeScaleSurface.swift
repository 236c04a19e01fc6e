/// A quadratic surface through the medians of 32-pixel cells: what a denoiser did to the frame's large scales.
package struct LargeScaleSurface: Sendable {
  /// Largest minus smallest value of the surface over the cells, units of the residual.
  package let peakToValley: Double
  /// Half the width of its simultaneous 95 % interval.
  ///
  /// The two places are chosen because they differ most, so that an interval for two given places would be too narrow: Scheffe's
  /// factor for five slopes, the root of chi square's 95 % point, is 3.33. The error is that of the cells themselves
  /// (a sandwich), for cells on a solar disc are noisier than those on the sky beside it.
  package let halfWidth: Double
  /// The surface at the corners minus the centre.
  package let cornerFallOff: Double
  /// By how much extended signal is multiplied, with its standard error; `nil` where the scene has too little of it that is not
  /// such a surface itself: beside a gradient of the sky only the wings of stars would tell.
  package let extendedGain: (value: Double, standardError: Double)?
  package let cells: Int

  /// `residual` and `scene` (truth minus sky): in units of the sky's noise. `nil` for fewer than 12 free cells.
  ///
  /// Robust least squares on 1, u, v, u^2, uv, v^2, and on the scene itself where it varies by more than half a sigma: an
  /// error that is proportional to the scene is one of gain, not of vignetting.
  package init?(residual: Plane, scene: Plane, good: Mask) {
    let side = 32
    func free(_ left: Int, _ top: Int) -> [Int] {
      Block(columns: left..<(left + side), rows: top..<(top + side), width: residual.width)
        .indices { good.values[$0] }
    }
    let (columns, lines) = (residual.width / side, residual.height / side)
    var rows: [[Double]] = []
    var targets: [Double] = []
    var light: [Double] = []
    var corners: [(x: Int, y: Int)] = []
    for j in 0..<lines {
      for i in 0..<columns {
        let pixels = free(i * side, j * side)
        guard !pixels.isEmpty else { continue }
        let u = (Double(i) + 0.5) / Double(columns) * 2 - 1
        let v = (Double(j) + 0.5) / Double(lines) * 2 - 1
        rows.append([1, u, v, u * u, u * v, v * v])
        targets.append(OrderStatistics.median(pixels.map { residual.values[$0] }))
        light.append(OrderStatistics.median(pixels.map { scene.values[$0] }))
        corners.append((i * side, j * side))
      }
    }
    guard rows.count >= 12 else { return nil }
    let hasSignal = Sums.standardDeviation(light) > 0.5
    let hasOwnShape = Self.standardDeviation(of: light, besideSurfaceOver: rows) > 0.5
    if hasSignal { for r in rows.indices { rows[r].append(light[r]) } }

    var weights = [Double](repeating: 1, count: rows.count)
    var fit: LeastSquares?
    var errors: [Double] = []
    for _ in 0..<3 {
      guard let next = LeastSquares(rows: rows, targets: targets, weights: weights) else {
        return nil
      }
      fit = next
      errors = next.errors(rows: rows, targets: targets)
      let limit = 4 * max(OrderStatistics.robustSigma(errors), 1e-9)
      weights = errors.map { abs($0) < limit ? 1 : 0 }
    }
    guard let fit,
      let final = LeastSquares(rows: rows, targets: targets, weights: weights)
    else { return nil }
    let sigma = max(OrderStatistics.robustSigma(errors), 1e-9)
    let unknowns = fit.solution.count
    func variance(_ k: Int) -> Double { final.inverseNormal[k * unknowns + k] * sigma * sigma }
    let surface = rows.map { row in
      (1..<6).reduce(0) { $0 + row[$1] * fit.solution[$1] }
    }
    let highest = surface.indices.max { surface[$0] < surface[$1] } ?? 0
    let lowest = surface.indices.min { surface[$0] < surface[$1] } ?? 0
    peakToValley = surface[highest] - surface[lowest]
    let across = (0..<unknowns).map {
      (1..<6).contains($0) ? rows[highest][$0] - rows[lowest][$0] : 0
    }
    // What the robust fit left out although its own pixels explain it is noise (a solar disc's, beside a quiet sky).
    let counted = rows.indices.map { r -> Double in
      if weights[r] > 0 { return 1 }
      let differences = free(corners[r].x, corners[r].y).map { residual.values[$0] }
      let own = Intervals.medianHalfWidth(
        sigma: OrderStatistics.robustSigma(differences), count: differences.count)
      return abs(errors[r]) < 2 * own ? 1 : 0
    }
    halfWidth =
      3.327
      * final.standardError(of: across, rows: rows, errors: errors, weights: counted)
    cornerFallOff = fit.solution[3] + fit.solution[5]
    extendedGain = hasSignal && hasOwnShape ? (1 + fit.solution[6], variance(6).squareRoot()) : nil
    cells = rows.count
  }
  /// What scatters around the best surface through some values; infinity where there is none.
  private static func standardDeviation(
    of values: [Double], besideSurfaceOver rows: [[Double]]
  ) -> Double {
    let weights = [Double](repeating: 1, count: rows.count)
    guard let fit = LeastSquares(rows: rows, targets: values, weights: weights) else {
      return .infinity
    }
    return Sums.standardDeviation(fit.errors(rows: rows, targets: values))
  }
}
