package import SkyMeasurement

private import Foundation

/// Fourier ring correlation of two independent halves of a stack, before and after denoising each.
///
/// van Heel and Schatz, "Fourier shell correlation threshold criteria" (J. Struct. Biol. 151, 250, 2005). Two denoised halves
/// agree also in what the denoiser puts into both, so their correlation alone proves nothing; beside it stands the
/// correlation of a denoised half with the other half as it was, which invention can only lower.
package struct HalfCorrelation: Sendable {
  package struct Ring: Sendable {
    package let low: Double
    package let high: Double
    /// Of the two untouched halves.
    package let input: Double
    /// Of the two denoised halves.
    package let denoised: Double
    /// Of a denoised half with the other one untouched, both ways averaged.
    package let mixed: Double
    /// The standard error of ``input``, `(1 - F^2) / sqrt(n)`.
    package let error: Double
    /// The correlation at which half a bit a mode is left.
    package let halfBit: Double
    package var name: String { "\(low)-\(high) cycles/px" }
  }

  package let rings: [Ring]

  /// `raw` and `output`: both halves before and after; `mask`: what is inpainted, in all four alike.
  package init(
    raw: (Plane, Plane), output: (Plane, Plane), filling mask: Mask
  ) throws {
    let rings = Rings(width: raw.0.width, height: raw.0.height)
    let planes = try [raw.0, raw.1, output.0, output.1].map {
      try FadedSpectrum(of: $0, filling: mask)
    }
    let powers = planes.map { $0.power(rings) }
    func correlation(_ a: Int, _ b: Int) -> [Double] {
      let cross = planes[a].cross(planes[b], rings)
      return cross.indices.map { i in
        let scale = powers[a][i] * powers[b][i]
        return scale > 0 ? cross[i] / scale.squareRoot() : 0
      }
    }
    let (input, denoised) = (correlation(0, 1), correlation(2, 3))
    let (mixed, other) = (correlation(2, 1), correlation(0, 3))
    self.rings = (0..<Rings.count).compactMap { i in
      guard rings.modes[i] >= 8 else { return nil }
      let n = rings.modes[i] / 2 / 2.6
      let root = n.squareRoot()
      return Ring(
        low: Rings.edges[i], high: Rings.edges[i + 1], input: input[i], denoised: denoised[i],
        mixed: 0.5 * (mixed[i] + other[i]), error: (1 - input[i] * input[i]) / root,
        halfBit: (0.2071 + 1.9102 / root) / (1.2071 + 0.9102 / root))
    }
  }

  /// The frequency, in cycles a pixel, at which a correlation first falls below half a bit; `nil` where it never does.
  package func cutOff(_ value: (Ring) -> Double) -> Double? {
    rings.first { value($0) < $0.halfBit }?.low
  }
}
