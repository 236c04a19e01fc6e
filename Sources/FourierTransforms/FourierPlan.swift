private import CFFTW
private import Synchronization

/// The Fourier transform of a real plane and its inverse, by FFTW (Frigo and Johnson, Proc. IEEE 93, 2005), with the memory
/// that they work in.
///
/// Plans are estimated by rule, never by stopwatch, on memory that FFTW aligned: the same machine gives the same bits on every
/// run. FFTW's planner keeps tables of the whole process, so every plan of the process is made and destroyed here, under the
/// one lock; transforms themselves run side by side.
package final class FourierPlan {
  package let width: Int
  package let height: Int
  private let plane: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutablePointer<fftw_complex>
  private let forwardPlan: UInt
  private let backwardPlan: UInt

  private static let planner = Mutex<Void>(())

  /// The columns of the half-complex spectrum, `width / 2 + 1`.
  package var spectrumWidth: Int { width / 2 + 1 }

  /// Makes both plans for planes of `width` x `height` pixels.
  ///
  /// - Throws: ``FourierError`` for a size that no transform has, and where memory runs out.
  package init(width: Int, height: Int) throws(FourierError) {
    guard let columns = Int32(exactly: width), let rows = Int32(exactly: height), width > 0,
      height > 0
    else { throw FourierError("a plane of \(width) x \(height) pixels has no Fourier transform") }
    guard let plane = fftw_alloc_real(width * height) else {
      throw FourierError("no memory for a Fourier transform of \(width) x \(height) pixels")
    }
    guard let memory = fftw_alloc_complex((width / 2 + 1) * height) else {
      fftw_free(plane)
      throw FourierError("no memory for a Fourier transform of \(width) x \(height) pixels")
    }
    // A lock hands out values only: the plans cross it as their addresses.
    let (planeAddress, memoryAddress) = (UInt(bitPattern: plane), UInt(bitPattern: memory))
    (forwardPlan, backwardPlan) = Self.planner.withLock { _ in
      let plane = UnsafeMutablePointer<Double>(bitPattern: planeAddress)
      let memory = UnsafeMutablePointer<fftw_complex>(bitPattern: memoryAddress)
      let rule = UInt32(FFTW_ESTIMATE)
      return (
        UInt(bitPattern: fftw_plan_dft_r2c_2d(rows, columns, plane, memory, rule)),
        UInt(bitPattern: fftw_plan_dft_c2r_2d(rows, columns, memory, plane, rule))
      )
    }
    self.width = width
    self.height = height
    self.plane = plane
    self.memory = memory
    guard forwardPlan != 0, backwardPlan != 0 else {
      throw FourierError("FFTW has no plan for \(width) x \(height) pixels")
    }
  }

  deinit {
    let (forward, backward) = (forwardPlan, backwardPlan)
    Self.planner.withLock { _ in
      if let plan = OpaquePointer(bitPattern: forward) { fftw_destroy_plan(plan) }
      if let plan = OpaquePointer(bitPattern: backward) { fftw_destroy_plan(plan) }
    }
    fftw_free(plane)
    fftw_free(memory)
  }

  /// Transforms `width * height` values, row by row, and lends the `spectrumWidth * height` coefficients to `body`.
  ///
  /// Rows above `height / 2` are negative frequencies, as in FFTW.
  package func withSpectrum<Result>(
    of values: [Double],
    _ body: (UnsafeMutableBufferPointer<(Double, Double)>) -> Result
  ) -> Result {
    precondition(values.count == width * height, "the plane has another size than the plan")
    plane.update(from: values, count: values.count)
    fftw_execute(OpaquePointer(bitPattern: forwardPlan))
    let count = spectrumWidth * height
    return memory.withMemoryRebound(to: (Double, Double).self, capacity: count) {
      body(UnsafeMutableBufferPointer(start: $0, count: count))
    }
  }

  /// Transforms the plane, lets `change` alter the coefficients, and gives back the plane that they describe.
  package func altered(
    _ values: [Double], by change: (UnsafeMutableBufferPointer<(Double, Double)>) -> Void
  ) -> [Double] {
    withSpectrum(of: values, change)
    fftw_execute(OpaquePointer(bitPattern: backwardPlan))
    let count = width * height
    let scale = 1 / Double(count)
    return [Double](unsafeUninitializedCapacity: count) { result, filled in
      for index in 0..<count { result[index] = plane[index] * scale }
      filled = count
    }
  }
}
