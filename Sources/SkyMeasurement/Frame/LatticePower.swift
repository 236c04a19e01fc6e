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

  package init(_ spectrum: MaskedSpectrum, smallestAmplitude: Double) {
    let (h, w) = (spectrum.height, spectrum.width)
    var strongest: Line?
    var amplitudes: [(period: Int, amplitude: Double)] = []
    for period in [2, 4, 8] {
      var total = 0.0
      for a in 0..<period {
        for b in 0..<period where (a, b) != (0, 0) {
          if period > 2 && a % 2 == 0 && b % 2 == 0 { continue }
          let (ky, kx) = (a * h / period, b * w / period)
          let base = OrderStatistics.median(
            Self.neighbours(ky, kx).map { spectrum.power($0.row, $0.column) })
          let line = spectrum.power(ky, kx)
          let amplitude = spectrum.amplitude(of: line, above: base)
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
