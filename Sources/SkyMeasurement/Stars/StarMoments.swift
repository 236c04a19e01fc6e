private import Foundation

/// A star's centre, size and elongation from Gaussian-windowed moments with the window divided out.
package struct StarMoments: Equatable, Sendable {
  package let x: Double
  package let y: Double
  /// `2.3548 det(C)^(1/4)`, pixels; exact for a Gaussian, a fixed multiple of the true width for other profiles.
  package let fwhm: Double
  /// `(Cxx - Cyy) / (Cxx + Cyy)`.
  package let e1: Double
  /// `2 Cxy / (Cxx + Cyy)`.
  package let e2: Double

  /// Measures a star near a place; `nil` where the frame ends within six FWHM or the moments make no ellipse.
  ///
  /// SExtractor's windowed centroid (factor 2, at most 16 steps, 2e-4 px), second moments `M` under the same window of width
  /// `s = fwhm / 2.3548`, and then `C^-1 = M^-1 - I / s^2` (Bernstein and Jarvis 2002 call it the adaptive form's inverse).
  package init?(in plane: Plane, x: Double, y: Double, fwhm: Double) {
    let s = fwhm * PointSource.sigmaPerFWHM
    let reach = 4 * s
    let half = Int((6 * fwhm).rounded(.up)) + 1
    let column = Int(x.rounded(.toNearestOrEven))
    let row = Int(y.rounded(.toNearestOrEven))
    guard column >= half, row >= half, column + half < plane.width, row + half < plane.height
    else { return nil }
    let background = plane.annulusMedian(
      x: Double(column), y: Double(row), from: 4 * fwhm, to: 6 * fwhm)

    /// Weighted sums about a centre relative to the middle pixel.
    func sums(_ cx: Double, _ cy: Double) -> (
      t: Double, x: Double, y: Double, xx: Double, xy: Double, yy: Double
    ) {
      var result = (t: 0.0, x: 0.0, y: 0.0, xx: 0.0, xy: 0.0, yy: 0.0)
      let box = Int(reach) + 1
      let (bx, by) = (Int(cx.rounded()), Int(cy.rounded()))
      for v in max(by - box, -half)...min(by + box, half) {
        let dy = Double(v) - cy
        for u in max(bx - box, -half)...min(bx + box, half) {
          let dx = Double(u) - cx
          let r2 = dx * dx + dy * dy
          guard r2 < reach * reach else { continue }
          let value = plane.values[(row + v) * plane.width + column + u] - background
          let w = exp(-r2 / (2 * s * s)) * value
          result.t += w
          result.x += w * dx
          result.y += w * dy
          result.xx += w * dx * dx
          result.xy += w * dx * dy
          result.yy += w * dy * dy
        }
      }
      return result
    }

    var (cx, cy) = (x - Double(column), y - Double(row))
    let (startX, startY) = (cx, cy)
    for _ in 0..<16 {
      let moment = sums(cx, cy)
      guard moment.t > 0 else { return nil }
      let (stepX, stepY) = (2 * moment.x / moment.t, 2 * moment.y / moment.t)
      cx += stepX
      cy += stepY
      guard hypot(cx - startX, cy - startY) <= fwhm else { return nil }
      if hypot(stepX, stepY) < 2e-4 { break }
    }
    let moment = sums(cx, cy)
    guard moment.t > 0 else { return nil }
    let (xx, xy, yy) = (moment.xx / moment.t, moment.xy / moment.t, moment.yy / moment.t)
    let determinant = xx * yy - xy * xy
    guard determinant > 0, xx > 0 else { return nil }
    let (pxx, pxy, pyy) = (
      yy / determinant - 1 / (s * s), -xy / determinant, xx / determinant - 1 / (s * s)
    )
    let inverse = pxx * pyy - pxy * pxy
    guard inverse > 0, pxx > 0 else { return nil }
    let (cxx, cxy, cyy) = (pyy / inverse, -pxy / inverse, pxx / inverse)
    self.x = Double(column) + cx
    self.y = Double(row) + cy
    self.fwhm = PointSource.fwhmPerSigma * (cxx * cyy - cxy * cxy).squareRoot().squareRoot()
    e1 = (cxx - cyy) / (cxx + cyy)
    e2 = 2 * cxy / (cxx + cyy)
  }
}
