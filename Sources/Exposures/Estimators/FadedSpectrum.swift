package import SkyMeasurement

private import Foundation

/// A plane's spectrum as the checks take it: stars and holes inpainted from their own surroundings, Hann's window.
package struct FadedSpectrum: Sendable {
  package let spectrum: Spectrum

  /// Every plane is inpainted by itself, so that no noise of one gets into another.
  package init(of plane: Plane, filling mask: Mask) throws {
    var values = plane.inpainted(mask)
    let mean = Sums.mean(values.values)
    let columns = Self.hann(plane.width)
    let rows = Self.hann(plane.height)
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        let i = y * plane.width + x
        values.values[i] = (values.values[i] - mean) * (rows[y] * columns[x])
      }
    }
    spectrum = try Spectrum(values)
  }

  private static func hann(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(max(count - 1, 1))) }
  }

  /// `Re<A B*>` in every ring.
  package func cross(_ other: FadedSpectrum, _ rings: Rings) -> [Double] {
    let (a, b) = (spectrum, other.spectrum)
    return rings.sum { a.real[$0] * b.real[$0] + a.imaginary[$0] * b.imaginary[$0] }
  }

  package func power(_ rings: Rings) -> [Double] { cross(self, rings) }
}
