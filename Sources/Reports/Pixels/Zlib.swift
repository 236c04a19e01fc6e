private import CZlib

/// Bytes in zlib's format, which every browser unpacks.
package enum Zlib {
  /// The same bytes for the same bytes, as small as zlib makes them.
  package static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(&result, &length, bytes, uLong(bytes.count), 9)
    guard status == Z_OK else { throw BlockError(problem: "zlib gave status \(status)") }
    return Array(result.prefix(Int(length)))
  }

  /// Undoes `deflated`; what does not hold exactly `count` bytes is damaged.
  package static func inflated(_ bytes: [UInt8], count: Int) throws -> [UInt8] {
    var length = uLong(count)
    var result = [UInt8](repeating: 0, count: max(1, count))
    let status = uncompress(&result, &length, bytes, uLong(bytes.count))
    guard status == Z_OK, Int(length) == count else {
      throw BlockError(problem: "is damaged: zlib gave status \(status)")
    }
    return Array(result.prefix(count))
  }
}

/// A block that cannot be packed or unpacked.
package struct BlockError: Error, CustomStringConvertible {
  var problem: String

  package var description: String { "a block of data \(problem)" }
}
