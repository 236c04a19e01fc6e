private import CFFTW
private import Synchronization

/// The half-plane Fourier transform of a real frame: columns 0...width/2, all rows.
package struct Spectrum: Sendable {
  package let width: Int
  package let height: Int
  package let real: [Double]
  package let imaginary: [Double]

  /// The number of stored columns, `width / 2 + 1`.
  package var columns: Int { width / 2 + 1 }

  // FFTW's planner keeps global tables; only execution is safe from several threads.
  private static let planner = Mutex<Void>(())

  /// Transforms a plane. Plans are estimated, never timed, on memory that FFTW aligned, so that bits repeat.
  package init(_ plane: Plane) throws(SkyMeasurementError) {
    let columns = plane.width / 2 + 1
    let count = columns * plane.height
    guard let input = fftw_alloc_real(plane.count), let output = fftw_alloc_complex(count) else {
      throw SkyMeasurementError("no memory for a \(plane.width) x \(plane.height) transform")
    }
    defer {
      fftw_free(input)
      fftw_free(output)
    }
    // A lock hands out values only: the plan crosses it as its address.
    let address = Self.planner.withLock { _ in
      UInt(
        bitPattern: fftw_plan_dft_r2c_2d(
          Int32(plane.height), Int32(plane.width), input, output, UInt32(FFTW_ESTIMATE)))
    }
    guard let plan = OpaquePointer(bitPattern: address) else {
      throw SkyMeasurementError("FFTW refused a \(plane.width) x \(plane.height) plan")
    }
    for i in 0..<plane.count { input[i] = plane.values[i] }
    fftw_execute(plan)
    Self.planner.withLock { _ in fftw_destroy_plan(OpaquePointer(bitPattern: address)) }
    var real = [Double](repeating: 0, count: count)
    var imaginary = real
    for i in 0..<count {
      real[i] = output[i].0
      imaginary[i] = output[i].1
    }
    width = plane.width
    height = plane.height
    self.real = real
    self.imaginary = imaginary
  }

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
