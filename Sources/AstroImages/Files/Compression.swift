internal import CImageIO

/// Files that a general-purpose program has packed, as observatories still do with FITS.
enum Compression {
  /// Whether bytes begin with the mark of gzip, compress or bzip2.
  static func recognizes(_ head: [UInt8]) -> Bool { kind(head) != nil }

  /// The bytes of the file inside, or the bytes themselves when they are not packed.
  static func unpacked(_ bytes: [UInt8], _ path: String) throws(ImageError) -> [UInt8] {
    guard let kind = kind(bytes) else { return bytes }
    let limit = min(SizeLimit.mostBytes, max(1 << 28, UInt64(bytes.count) * 1100))
    var out = ebk_bytes()
    let status = bytes.withUnsafeBufferPointer { buffer in
      switch kind {
      case .gzip: ebk_decompress_gzip(buffer.baseAddress, buffer.count, limit, &out)
      case .compress: ebk_decompress_lzw(buffer.baseAddress, buffer.count, limit, &out)
      case .bzip2: ebk_decompress_bzip2(buffer.baseAddress, buffer.count, limit, &out)
      }
    }
    defer { ebk_bytes_free(&out) }
    guard status == EBK_OK else {
      throw NativeImage.error(status, NativeImage.text(&out.message), path)
    }
    return Array(UnsafeBufferPointer(start: out.bytes, count: out.length))
  }

  private enum Kind { case gzip, compress, bzip2 }

  private static func kind(_ head: [UInt8]) -> Kind? {
    if head.starts(with: [0x1F, 0x8B]) { return .gzip }
    if head.starts(with: [0x1F, 0x9D]) { return .compress }
    if head.starts(with: [0x42, 0x5A, 0x68]) { return .bzip2 }
    return nil
  }
}
