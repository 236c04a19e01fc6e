/// How large an image a file may promise before any memory is taken for it.
enum SizeLimit {
  /// The most samples that any image may have: 4 GiB of float32.
  static let mostSamples: UInt64 = 1 << 30
  /// What any file may hold, however well it is compressed: a constant frame of 8192 x 8192.
  static let alwaysAllowed: UInt64 = 1 << 26
  /// The most that gzip data may grow to.
  static let mostBytes: UInt64 = 1 << 33

  /// The samples that a file of `byteCount` bytes may hold; deflate, the best of the common compressions on constant data,
  /// reaches 1032 to 1.
  static func samples(byteCount: Int) -> UInt64 {
    let (product, overflow) = UInt64(byteCount).multipliedReportingOverflow(by: 1100)
    return overflow ? mostSamples : min(mostSamples, max(alwaysAllowed, product))
  }
}
