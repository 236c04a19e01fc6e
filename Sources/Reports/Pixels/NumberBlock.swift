/// Packs a column of numbers so that a browser unpacks it without a library.
///
/// Numbers become whole multiples of a scale, zig-zag coded so that small ones of either sign are small; the lowest bytes of
/// all stand before the next ones of all, in zlib's format.
package enum NumberBlock {
  /// The code that stands for no value.
  private static let missing = UInt32.max

  /// - Parameter values: those that are not finite, or beyond 31 bits of the scale, become missing.
  package static func pack(_ values: [Double], scale: Double) throws -> [UInt8] {
    let codes = values.map { value -> UInt32 in
      let steps = (value / scale).rounded()
      guard abs(steps) < Double(Int32.max) else { return missing }
      let whole = Int32(steps)
      return UInt32(bitPattern: (whole << 1) ^ (whole >> 31))
    }
    return try Zlib.deflated(
      [0, 8, 16, 24].flatMap { shift in codes.map { UInt8(truncatingIfNeeded: $0 >> shift) } })
  }

  /// Undoes `pack`; missing values are not a number.
  package static func unpack(_ bytes: [UInt8], count: Int, scale: Double) throws -> [Double] {
    let raw = try Zlib.inflated(bytes, count: 4 * count)
    return (0..<count).map { place in
      let code = (0..<4).reduce(UInt32(0)) { sum, byte in
        sum | UInt32(raw[byte * count + place]) << (8 * UInt32(byte))
      }
      guard code != missing else { return .nan }
      return Double(Int32(bitPattern: (code >> 1) ^ (0 &- (code & 1)))) * scale
    }
  }
}
