/// One header of a FITS file, read straight from its bytes so that nothing in it is trusted before it is checked.
///
/// FITS Standard 4.0, section 4: cards of 80 bytes in blocks of 2880, up to the END card.
struct FITSHeader {
  /// The size of FITS's blocks.
  static let block = 2880

  /// Every card but END, with long texts joined from their CONTINUE cards.
  var entries: [ImageMetadata.Entry]
  /// Where this unit's data starts.
  var dataStart: Int

  /// Parses the header that starts at a byte of a file.
  init(_ source: ByteSource, at start: Int) throws(ImageError) {
    var entries: [ImageMetadata.Entry] = []
    var block: [UInt8] = []
    var at = start
    while true {
      let offset = (at - start) % Self.block
      if offset == 0 { block = try source.bytes(Self.block, at: at) }
      guard offset + 80 <= block.count else {
        throw ImageError(
          .corrupt, path: source.path, "truncated: the FITS header has no END card")
      }
      let card = FITSCard(block[offset..<offset + 80])
      at += 80
      if card.key == "END" { break }
      if card.key == "CONTINUE", let last = entries.indices.last, entries[last].isText,
        entries[last].value.hasSuffix("&"), card.isText
      {
        entries[last].value = String(entries[last].value.dropLast()) + card.value
        if let comment = card.comment, !comment.isEmpty {
          entries[last].comment = [entries[last].comment, comment].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: " ")
        }
        continue
      }
      entries.append(
        ImageMetadata.Entry(card.key, card.value, comment: card.comment, isText: card.isText))
    }
    self.entries = entries
    let used = at - start
    dataStart = start + (used + Self.block - 1) / Self.block * Self.block
  }

  /// The value of the first card with a key.
  subscript(key: String) -> String? { entries.first { $0.key == key }?.value }

  /// The value of a whole-number card.
  func integer(_ key: String) -> Int? {
    guard let text = self[key]?.trimmingSpaces() else { return nil }
    // A few old writers state whole numbers as "256.".
    return Int(text.hasPrefix("+") ? text.dropFirst() : text[...])
      ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// The value of a real card, or `missing`.
  func real(_ key: String, or missing: Double) -> Double {
    ImageMetadata(entries: entries).number(key) ?? missing
  }

  /// Whether a logical card is T.
  func isTrue(_ key: String) -> Bool { self[key]?.trimmingSpaces() == "T" }

  /// The axes' lengths that a prefix of `""` or `"Z"` (the image inside a compressed table) states.
  func axes(_ prefix: String, path: String) throws(ImageError) -> [Int] {
    guard let count = integer(prefix + "NAXIS"), (0...999).contains(count) else {
      throw ImageError(.corrupt, path: path, "the FITS header states no valid \(prefix)NAXIS")
    }
    var lengths: [Int] = []
    for axis in 1...max(count, 1) where count > 0 {
      guard let length = integer("\(prefix)NAXIS\(axis)"), length >= 0 else {
        throw ImageError(
          .corrupt, path: path, "the FITS header states no valid \(prefix)NAXIS\(axis)")
      }
      lengths.append(length)
    }
    return lengths
  }

  /// The bytes of data that follow, without padding; nil when the number overflows.
  func dataLength(path: String) throws(ImageError) -> Int? {
    let axes = try axes("", path: path)
    guard !axes.isEmpty else { return 0 }
    guard let bits = integer("BITPIX"), [8, 16, 32, 64, -32, -64].contains(bits) else {
      throw ImageError(
        .corrupt, path: path,
        "the FITS header states BITPIX \(self["BITPIX"] ?? "nowhere"), which is not one of 8, 16, 32, 64, -32, -64"
      )
    }
    let groups = isTrue("GROUPS") && axes[0] == 0
    var total = 1
    for length in groups ? axes.dropFirst() : axes[...] {
      guard let next = Self.product(total, length) else { return nil }
      total = next
    }
    let extra = integer("PCOUNT") ?? 0
    let count = integer("GCOUNT") ?? 1
    guard extra >= 0, count >= 0 else { return nil }
    let (sum, overflow) = total.addingReportingOverflow(extra)
    guard !overflow, let each = Self.product(sum, count) else { return nil }
    return Self.product(each, abs(bits) / 8)
  }

  /// A product that is nil when it overflows.
  static func product(_ a: Int, _ b: Int) -> Int? {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : value
  }
}
