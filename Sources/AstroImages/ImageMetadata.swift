/// What a file said about its pixels, kept in order so that writing gives it back.
public struct ImageMetadata: Equatable, Sendable {
  /// One header entry: a FITS card, a TIFF tag, a PNG text chunk, or a JPEG marker's field.
  public struct Entry: Equatable, Codable, Sendable {
    public var key: String
    /// The value as text, without FITS quotes.
    public var value: String
    public var comment: String?

    public init(_ key: String, _ value: String, comment: String? = nil) {
      self.key = key
      self.value = value
      self.comment = comment
    }
  }

  /// The codec's id, such as `fits`; empty for an image that never was a file.
  public var format: String
  public var entries: [Entry]
  /// What the reader noticed and the user should know, one sentence each.
  public var warnings: [String]

  public init(format: String = "", entries: [Entry] = [], warnings: [String] = []) {
    self.format = format
    self.entries = entries
    self.warnings = warnings
  }

  /// The first value of a key, compared without regard to case.
  public subscript(key: String) -> String? {
    entries.first { $0.key.uppercased() == key.uppercased() }?.value
  }
}
