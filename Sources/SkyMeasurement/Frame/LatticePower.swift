/// Power of a residual at the frequencies of an upsampling lattice, against that of neighbouring frequencies.
package struct LatticePower: Sendable {
  package struct Line: Equatable, Sendable {
    /// Power over the median of its neighbours'.
    package var ratio: Double
    /// Frequency in cycles a pixel.
    package var row: Double
    package var column: Double
    /// Amplitude in units of the residual.
    package var amplitude: Double
  }

  /// The strongest line of at least `smallestAmplitude`, if any.
  package let strongest: Line?
  /// Amplitude of all lines of a period together: 2, 4 and 8 pixels.
  package let amplitudes: [(period: Int, amplitude: Double)]

  /// `nil` for frames under 64 px or without free pixels. `residual`: in units of the input's noise, clipped to 8 here.
  package init?(residual: Plane, good: Mask, smallestAmplitude: Double) throws(SkyMeasurementError)
  {
    let (h, w) = (residual.height / 16 * 16, residual.width / 16 * 16)
    guard min(w, h) >= 64 else { return nil }
    let free = residual.selected(by: good.values)
    guard !free.isEmpty else { return nil }
    let level = OrderStatistics.median(free)
    var cropped = Plane(width: w, height: h, repeating: 0)
    var pixels = 0
    for y in 0..<h {
      for x in 0..<w where good.values[y * residual.width + x] {
        cropped.values[y * w + x] = min(max(residual[x, y], -8), 8) - level
        pixels += 1
      }
    }
    guard pixels > 0 else { return nil }
    let spectrum = try Spectrum(cropped)
    func power(_ row: Int, _ column: Int) -> Double {
      spectrum.power(row: (row % h + h) % h, column: (column % w + w) % w)
    }
    var strongest: Line?
    var amplitudes: [(period: Int, amplitude: Double)] = []
    for period in [2, 4, 8] {
      var total = 0.0
      for a in 0..<period {
        for b in 0..<period where (a, b) != (0, 0) {
          if period > 2 && a % 2 == 0 && b % 2 == 0 { continue }
          let (ky, kx) = (a * h / period, b * w / period)
          let base = OrderStatistics.median(
            Self.neighbours(ky, kx).map { power($0.row, $0.column) })
          let line = power(ky, kx)
          let amplitude = max(line - base, 0).squareRoot() / Double(pixels)
          total += amplitude * amplitude
          guard amplitude > smallestAmplitude else { continue }
          let ratio = line / max(base, 1e-12)
          if ratio > strongest?.ratio ?? 0 {
            strongest = Line(
              ratio: ratio, row: Double(a) / Double(period), column: Double(b) / Double(period),
              amplitude: amplitude)
          }
        }
      }
      amplitudes.append((period, total.squareRoot()))
    }
    self.strongest = strongest
    self.amplitudes = amplitudes
  }

  /// 80 frequencies around one, or the 24 along an axis for a frequency on it (a frame's own axes hold more power).
  private static func neighbours(_ row: Int, _ column: Int) -> [(row: Int, column: Int)] {
    let offsets = (-12...12).filter { $0 != 0 }
    if row == 0 { return offsets.map { (0, column + $0) } }
    if column == 0 { return offsets.map { (row + $0, 0) } }
    var around: [(row: Int, column: Int)] = []
    for dy in -4...4 {
      for dx in -4...4 where (dy, dx) != (0, 0) { around.append((row + dy, column + dx)) }
    }
    return around
  }
}
