private import FourierTransforms

/// The half-plane Fourier transform of a real frame: columns 0...width/2, all rows.
package struct Spectrum: Sendable {
  package let width: Int
  package let height: Int
  package let real: [Double]
  package let imaginary: [Double]

  /// The number of stored columns, `width / 2 + 1`.
  package var columns: Int { width / 2 + 1 }

  /// Transforms a plane.
  package init(_ plane: Plane) throws(SkyMeasurementError) {
    do {
      let plan = try FourierPlan(width: plane.width, height: plane.height)
      (real, imaginary) = plan.withSpectrum(of: plane.values) { spectrum in
        (spectrum.map { $0.0 }, spectrum.map { $0.1 })
      }
    } catch {
      throw SkyMeasurementError("\(error)")
    }
    width = plane.width
    height = plane.height
  }

  package var byteCount: Int { (real.count + imaginary.count) * MemoryLayout<Double>.stride }

  package var power: [Double] {
    var result = real
    for i in result.indices { result[i] = real[i] * real[i] + imaginary[i] * imaginary[i] }
    return result
  }

  /// `|F|^2` at any row and column of the full transform, by the symmetry of real input.
  package func power(row: Int, column: Int) -> Double {
    let (y, x) = column < columns ? (row, column) : ((height - row) % height, width - column)
    let i = y * columns + x
    return real[i] * real[i] + imaginary[i] * imaginary[i]
  }
}
