private import Foundation

/// The single frequency that stands out of its neighbours most: stripes of any period and direction.
package struct StripePower: Sendable {
  /// Power over the median of its neighbours'.
  package let ratio: Double
  /// Amplitude in units of the residual, and the stripes' period in pixels.
  package let amplitude: Double
  package let period: Double

  /// Neighbours are compared in squares of so many frequencies a side.
  ///
  /// The median of 64 would itself scatter by a fifth, so that the largest ratio of pure noise came to 32; that of 256 does by a
  /// tenth.
  private static let side = 16
  /// Waves longer than this many pixels are for `large-scale`.
  private static let longest = 32.0

  /// The strongest frequency of at least an amplitude that exceeds the input's there; `nil` where there is none.
  ///
  /// Frequencies along the axes are left out, for they are those of bands. In noise the largest of a million is 20 times the
  /// median (its powers are exponentially distributed).
  package init?(output: MaskedSpectrum, input: MaskedSpectrum, smallestAmplitude: Double) {
    let (width, height) = (output.width, output.height)
    var best: (ratio: Double, row: Int, column: Int, base: Double)?
    var powers = [Double](repeating: 0, count: Self.side * Self.side)
    for top in stride(from: 0, to: height, by: Self.side) {
      for left in stride(from: 0, to: width / 2, by: Self.side) {
        var peak: (power: Double, row: Int, column: Int)?
        for i in powers.indices {
          let (row, column) = (top + i / Self.side, left + i % Self.side)
          powers[i] = output.power(row, column)
          guard powers[i] > peak?.power ?? 0, row > 0, column > 0,
            Self.period(row, column, output) <= Self.longest
          else { continue }
          peak = (powers[i], row, column)
        }
        guard let peak,
          output.amplitude(of: peak.power, above: 0) > 0.5 * smallestAmplitude
        else { continue }
        let base = OrderStatistics.median(powers)
        let added = peak.power - input.power(peak.row, peak.column)
        let ratio = added / max(base, 1e-12)
        if ratio > best?.ratio ?? 0 { best = (ratio, peak.row, peak.column, base) }
      }
    }
    guard let best else { return nil }
    // A wave's power is shared between its frequency and the negative one.
    let amplitude =
      2 * output.amplitude(of: output.power(best.row, best.column), above: best.base)
    guard amplitude >= smallestAmplitude else { return nil }
    (ratio, self.amplitude) = (best.ratio, amplitude)
    period = Self.period(best.row, best.column, output)
  }

  private static func period(_ row: Int, _ column: Int, _ spectrum: MaskedSpectrum) -> Double {
    1
      / Rings.frequency(
        row: row, column: column, width: spectrum.width, height: spectrum.height)
  }
}
