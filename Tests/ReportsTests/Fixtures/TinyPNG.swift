/// Writes 8-bit pictures as PNG with stored deflate blocks: no compression, no library.
enum TinyPNG {
  /// - Parameter pixels: rows of `channels` bytes a pixel; 1 is grey, 3 is red, green, blue.
  static func encode(width: Int, height: Int, channels: Int, pixels: [UInt8]) -> [UInt8] {
    precondition(pixels.count == width * height * channels, "\(pixels.count) bytes")
    var raw: [UInt8] = []
    for y in 0..<height {
      raw.append(0)
      raw += pixels[(y * width * channels)..<((y + 1) * width * channels)]
    }
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let count = min(65_535, raw.count - start)
      let isLast = start + count == raw.count
      stream += [isLast ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
      stream += [UInt8(~count & 255), UInt8((~count >> 8) & 255)]
      stream += raw[start..<start + count]
      start += count
    } while start < raw.count
    stream += bigEndian(adler(raw))
    var header = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
    header += [8, channels == 1 ? 0 : 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", header) + chunk("IDAT", stream) + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + body
    return bigEndian(UInt32(body.count)) + named + bigEndian(cyclicRedundancy(named))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  private static func cyclicRedundancy(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
