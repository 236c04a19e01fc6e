/// The power spectrum of a residual on the pixels of a mask, for what repeats across a frame.
package struct MaskedSpectrum: Sendable {
  /// The part of the frame that is looked at: multiples of 16 pixels, on which lattices of up to 16 have frequencies of their own.
  let width: Int
  let height: Int
  /// How many pixels count.
  let pixels: Int
  private let spectrum: Spectrum

  /// `nil` for frames under 64 px or without free pixels. `residual`: in units of the input's noise, clipped to 8 here.
  package init?(residual: Plane, good: Mask) throws(SkyMeasurementError) {
    (height, width) = (residual.height / 16 * 16, residual.width / 16 * 16)
    guard min(width, height) >= 64 else { return nil }
    let free = residual.selected(by: good.values)
    guard !free.isEmpty else { return nil }
    let level = OrderStatistics.median(free)
    var cropped = Plane(width: width, height: height, repeating: 0)
    var pixels = 0
    for y in 0..<height {
      for x in 0..<width where good.values[y * residual.width + x] {
        cropped.values[y * width + x] = min(max(residual[x, y], -8), 8) - level
        pixels += 1
      }
    }
    guard pixels > 0 else { return nil }
    self.pixels = pixels
    spectrum = try Spectrum(cropped)
  }

  package var byteCount: Int { spectrum.byteCount }

  /// The power at a row and a column of the full transform, which repeats beyond its ends.
  func power(_ row: Int, _ column: Int) -> Double {
    spectrum.power(
      row: (row % height + height) % height, column: (column % width + width) % width)
  }

  /// The amplitude, in units of the residual, of what lies above a power that is there anyway.
  func amplitude(of power: Double, above base: Double) -> Double {
    max(power - base, 0).squareRoot() / Double(pixels)
  }
}
