private import FourierTransforms

/// Fourier filtering and convolution of fields of one size, with periodic borders.
package struct FourierTransform: Sendable {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The columns of the half-complex spectrum.
  package var spectrumWidth: Int { width / 2 + 1 }

  /// Multiplies the plane's spectrum by a factor at every frequency, and transforms back.
  ///
  /// `factor` gets the column and row of the coefficient in FFTW's order: rows above `height / 2` are negative frequencies.
  package func filtered(_ field: Field, by factor: (_ column: Int, _ row: Int) -> Double) -> Field {
    let plan = plan()
    let values = plan.altered(field.values) { spectrum in
      var index = 0
      for row in 0..<height {
        for column in 0..<spectrumWidth {
          let scale = factor(column, row)
          spectrum[index].0 *= scale
          spectrum[index].1 *= scale
          index += 1
        }
      }
    }
    return self.field(values)
  }

  /// The circular convolution of two planes; the kernel's centre is its first pixel.
  package func convolved(_ field: Field, with kernel: Field) -> Field {
    let plan = plan()
    let other = plan.withSpectrum(of: kernel.values) { Array($0) }
    let values = plan.altered(field.values) { spectrum in
      for index in other.indices {
        let (a, b) = spectrum[index]
        let (c, d) = other[index]
        spectrum[index] = (a * c - b * d, a * d + b * c)
      }
    }
    return self.field(values)
  }

  /// The squared magnitude of every coefficient of the half-complex spectrum, `spectrumWidth * height` numbers.
  package func power(of field: Field) -> [Double] {
    plan().withSpectrum(of: field.values) { $0.map { $0.0 * $0.0 + $0.1 * $0.1 } }
  }

  private func plan() -> FourierPlan {
    do {
      return try FourierPlan(width: width, height: height)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private func field(_ values: [Double]) -> Field {
    var result = Field(width: width, height: height)
    result.values = values
    return result
  }
}
