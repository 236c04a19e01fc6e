/// One file format.
public protocol ImageCodec: Sendable {
  /// The stable identifier, such as `fits`.
  static var id: String { get }
  /// Lower-case extensions without the dot; they choose the format of a new file and never that of an old one.
  static var fileExtensions: [String] { get }
  /// Whether the first bytes of a file mark it as this format.
  static func recognizes(_ head: [UInt8]) -> Bool
  static func read(_ path: String) throws(ImageError) -> AstroImage
  /// Writes to a temporary name beside `path`, then renames.
  static func write(_ image: AstroImage, to path: String) throws(ImageError) -> WriteSummary
}

/// What writing changed, so that nothing is clipped in silence.
public struct WriteSummary: Equatable, Sendable {
  /// Values below or above what the integer format holds, which were clamped.
  public var clippedBelow: Int
  public var clippedAbove: Int
  /// NaN or infinite values that the format cannot hold, written as 0 or BLANK.
  public var notFinite: Int

  public init(clippedBelow: Int = 0, clippedAbove: Int = 0, notFinite: Int = 0) {
    self.clippedBelow = clippedBelow
    self.clippedAbove = clippedAbove
    self.notFinite = notFinite
  }
}
