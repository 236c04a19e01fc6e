import Foundation

/// A galaxy's light: `I(r) = I_e exp(-b ((r / r_e)^(1/n) - 1))` (Sérsic, Atlas de Galaxias Australes, 1968).
package struct SersicProfile: Sendable {
  /// The radius of half the light along the long axis, in pixels.
  package var effectiveRadius: Double
  /// 1 for discs, 4 for ellipticals and bulges.
  package var index: Double
  /// The short axis over the long one.
  package var axisRatio: Double
  /// The direction of the long axis in radians.
  package var angle: Double
  /// The light out to infinity.
  package var flux: Double

  package init(
    effectiveRadius: Double, index: Double, axisRatio: Double, angle: Double, flux: Double
  ) {
    self.effectiveRadius = effectiveRadius
    self.index = index
    self.axisRatio = axisRatio
    self.angle = angle
    self.flux = flux
  }

  /// `b_n` by the first terms of its series, to a relative 1e-4 for n of 1 and above (Ciotti and Bertin, A&A 352, 447, 1999).
  package var slope: Double {
    let inverse = 1 / index
    return 2 * index - 1.0 / 3
      + inverse * (4.0 / 405 + inverse * (46.0 / 25_515 + inverse * 131 / 1_148_175))
  }

  /// The surface brightness at the effective radius, from the integral of the profile.
  private var effectiveBrightness: Double {
    let b = slope
    return flux * pow(b, 2 * index)
      / (2 * Double.pi * index * effectiveRadius * effectiveRadius * axisRatio * exp(b)
        * tgamma(2 * index))
  }

  /// Adds the galaxy's light to a plane, out to where it falls below `level`.
  ///
  /// Pixels near the centre are averages over a grid of up to 9 x 9 points, because the cusp of an `n = 4` profile is steep.
  package func paint(x: Double, y: Double, on field: inout Field, downTo level: Double) {
    let b = slope
    let brightness = effectiveBrightness
    guard brightness * exp(b) > level else { return }
    let reach = min(
      effectiveRadius * pow(1 + log(brightness / level) / b, index),
      Double(max(field.width, field.height)))
    guard reach > 0 else { return }
    let (cosine, sine) = (cos(angle), sin(angle))
    func light(_ dx: Double, _ dy: Double) -> Double {
      let long = dx * cosine + dy * sine
      let short = (dy * cosine - dx * sine) / axisRatio
      let radius = (long * long + short * short).squareRoot() / effectiveRadius
      return brightness * exp(-b * (pow(radius, 1 / index) - 1))
    }
    let firstRow = max(Int((y - reach).rounded(.up)), 0)
    let lastRow = min(Int((y + reach).rounded(.down)), field.height - 1)
    let firstColumn = max(Int((x - reach).rounded(.up)), 0)
    let lastColumn = min(Int((x + reach).rounded(.down)), field.width - 1)
    guard firstRow <= lastRow, firstColumn <= lastColumn else { return }
    for row in firstRow...lastRow {
      for column in firstColumn...lastColumn {
        let (dx, dy) = (Double(column) - x, Double(row) - y)
        let square = dx * dx + dy * dy
        let points = square < 4 ? 9 : square < 36 ? 3 : 1
        var sum = 0.0
        for i in 0..<points {
          for j in 0..<points {
            let offset = (Double(i) + 0.5) / Double(points) - 0.5
            let other = (Double(j) + 0.5) / Double(points) - 0.5
            sum += light(dx + offset, dy + other)
          }
        }
        field[column, row] += sum / Double(points * points)
      }
    }
  }
}
