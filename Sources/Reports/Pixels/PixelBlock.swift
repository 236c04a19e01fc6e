/// Packs the 16-bit samples of a crop so that a browser unpacks them without a library.
///
/// Of every row the differences to the left neighbour (of a row's first pixel: to the pixel above), zig-zag coded so that
/// small differences of either sign are small numbers, the low bytes of all before the high bytes of all, in zlib's format.
/// Denoised crops shrink to two thirds of what zlib makes of the plain samples.
package enum PixelBlock {
  /// The sample that stands for a pixel without a value.
  package static let missing: UInt16 = .max

  /// Packs samples: planes one after the other, rows from top to bottom.
  package static func pack(_ samples: [UInt16], width: Int) throws -> [UInt8] {
    precondition(width > 0 && samples.count.isMultiple(of: width), "\(samples.count) samples")
    var low: [UInt8] = []
    var high: [UInt8] = []
    low.reserveCapacity(samples.count * 2)
    high.reserveCapacity(samples.count)
    for i in samples.indices {
      let before = i.isMultiple(of: width) ? (i >= width ? samples[i - width] : 0) : samples[i - 1]
      let difference = Int16(bitPattern: samples[i] &- before)
      let code = UInt16(bitPattern: (difference << 1) ^ (difference >> 15))
      low.append(UInt8(truncatingIfNeeded: code))
      high.append(UInt8(truncatingIfNeeded: code >> 8))
    }
    return try Zlib.deflated(low + high)
  }

  /// Undoes `pack`.
  package static func unpack(_ bytes: [UInt8], width: Int, count: Int) throws -> [UInt16] {
    let raw = try Zlib.inflated(bytes, count: 2 * count)
    var samples = [UInt16](repeating: 0, count: count)
    for i in 0..<count {
      let code = UInt16(raw[i]) | UInt16(raw[count + i]) << 8
      let difference = (code >> 1) ^ (0 &- (code & 1))
      let before = i.isMultiple(of: width) ? (i >= width ? samples[i - width] : 0) : samples[i - 1]
      samples[i] = before &+ difference
    }
    return samples
  }
}
