/// What a file said about its pixels, kept in order so that writing gives it back.
public struct ImageMetadata: Equatable, Sendable {
  /// One header entry: a FITS card, a TIFF tag, a PNG text chunk, or a JPEG marker's field.
  public struct Entry: Equatable, Codable, Sendable {
    /// The keyword, tag or chunk name, as the file spells it.
    public var key: String
    /// The value as text, without FITS quotes.
    public var value: String
    /// A FITS card's comment.
    public var comment: String?
    /// Whether the value is text, which FITS writes in quotes, rather than a number, a logical, or commentary.
    public var isText: Bool

    /// Makes an entry; a value that is not text is written as it stands.
    public init(_ key: String, _ value: String, comment: String? = nil, isText: Bool = true) {
      self.key = key
      self.value = value
      self.comment = comment
      self.isText = isText
    }
  }

  /// The codec's id, such as `fits`; empty for an image that never was a file.
  public var format: String
  /// The header, in the file's order.
  public var entries: [Entry]
  /// What the reader noticed and the user should know, one sentence each.
  public var warnings: [String]
  /// The ICC profile's bytes, which TIFF, PNG and JPEG carry; empty for none. It is kept, and never applied.
  public var colorProfile: [UInt8]

  /// Makes metadata; the default is that of an image that never was a file.
  public init(
    format: String = "", entries: [Entry] = [], warnings: [String] = [], colorProfile: [UInt8] = []
  ) {
    self.format = format
    self.entries = entries
    self.warnings = warnings
    self.colorProfile = colorProfile
  }

  /// The first value of a key, compared without regard to case.
  public subscript(key: String) -> String? {
    entries.first { $0.key.uppercased() == key.uppercased() }?.value
  }

  /// The first value of a key as a finite number; FITS's `D` exponents are understood.
  public func number(_ key: String) -> Double? {
    guard let text = self[key]?.trimmingSpaces() else { return nil }
    let plain = String(text.map { $0 == "D" || $0 == "d" ? "E" : $0 })
    guard let value = Double(plain), value.isFinite else { return nil }
    return value
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  func trimmingSpaces() -> String {
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
