private import CFFTW
private import Foundation

/// The two-dimensional Fourier transform of real planes of one size, by FFTW (Frigo and Johnson, Proc. IEEE 93, 2005).
///
/// Plans are made with `FFTW_ESTIMATE`, which chooses by rule and not by stopwatch: the same machine gives the same bits on
/// every run. FFTW's planner is not thread-safe, its execution is; plans are made and destroyed under one lock.
package struct FourierTransform: Sendable {
  package let width: Int
  package let height: Int
  private static let planner = NSLock()

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
    transformed(field) { spectrum in
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
  }

  /// The circular convolution of two planes; the kernel's centre is its first pixel.
  package func convolved(_ field: Field, with kernel: Field) -> Field {
    let other = coefficients(of: kernel)
    return transformed(field) { spectrum in
      for index in other.indices {
        let (a, b) = spectrum[index]
        let (c, d) = other[index]
        spectrum[index] = (a * c - b * d, a * d + b * c)
      }
    }
  }

  /// The squared magnitude of every coefficient of the half-complex spectrum, `spectrumWidth * height` numbers.
  package func power(of field: Field) -> [Double] {
    coefficients(of: field).map { $0.0 * $0.0 + $0.1 * $0.1 }
  }

  private func coefficients(of field: Field) -> [(Double, Double)] {
    var result: [(Double, Double)] = []
    _ = transformed(field, isInverted: false) { result = Array($0) }
    return result
  }

  private func transformed(
    _ field: Field, isInverted: Bool = true,
    _ change: (UnsafeMutableBufferPointer<(Double, Double)>) -> Void
  ) -> Field {
    precondition(
      field.width == width && field.height == height, "the plane has another size than the plan")
    let count = width * height
    let spectrumCount = spectrumWidth * height
    // FFTW's own allocator keeps every buffer on the same alignment, hence every run on the same code path.
    guard let plane = fftw_alloc_real(count), let memory = fftw_alloc_complex(spectrumCount) else {
      preconditionFailure("no memory for a transform of \(width) x \(height)")
    }
    defer {
      fftw_free(plane)
      fftw_free(memory)
    }
    let (rows, columns) = (Int32(height), Int32(width))
    let (forward, backward) = Self.planner.withLock {
      (
        fftw_plan_dft_r2c_2d(rows, columns, plane, memory, FFTW_ESTIMATE),
        fftw_plan_dft_c2r_2d(rows, columns, memory, plane, FFTW_ESTIMATE)
      )
    }
    defer {
      Self.planner.withLock {
        fftw_destroy_plan(forward)
        fftw_destroy_plan(backward)
      }
    }
    plane.update(from: field.values, count: count)
    fftw_execute(forward)
    memory.withMemoryRebound(to: (Double, Double).self, capacity: spectrumCount) {
      change(UnsafeMutableBufferPointer(start: $0, count: spectrumCount))
    }
    var result = Field(width: width, height: height)
    guard isInverted else { return result }
    fftw_execute(backward)
    let scale = 1 / Double(count)
    for index in 0..<count { result.values[index] = plane[index] * scale }
    return result
  }
}
