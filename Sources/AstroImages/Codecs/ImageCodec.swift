/// One file format, decoded from and encoded to bytes so that reading and writing files happens in one place.
public protocol ImageCodec: Sendable {
  /// The stable identifier, such as `fits`.
  static var id: String { get }
  /// Lower-case extensions without the dot; they choose the format of a new file and never that of an old one.
  static var fileExtensions: [String] { get }
  /// The number types that the format holds.
  static var sampleFormats: [SampleFormat] { get }
  /// Whether the first bytes of a file mark it as this format.
  static func recognizes(_ head: [UInt8]) -> Bool
  /// The image in a file's bytes; `path` is for messages.
  static func decode(_ bytes: [UInt8], from path: String) throws(ImageError) -> AstroImage
  /// The bytes of a file that holds the image.
  ///
  /// Without a format, the image's own is kept, or the nearest one that this codec holds. `history` is one line about what
  /// was done, added where the format keeps such lines.
  static func encode(
    _ image: AstroImage, as format: SampleFormat?, history: String?, for path: String
  ) throws(ImageError) -> EncodedImage
}

/// A format whose files are read and written a band of rows at a time; whole images are its bands of all rows.
protocol RowCodec: ImageCodec {
  /// Opens a file for reading rows.
  static func rowReader(_ source: ByteSource) throws(ImageError) -> any RowReader
  /// Whether the range of all values must be known before a file can be begun.
  static func needsRange(_ header: ImageHeader, as format: SampleFormat?) -> Bool
  /// Begins a file; the range is only looked at where ``needsRange(_:as:)`` says so.
  static func rowWriter(
    _ header: ImageHeader, as format: SampleFormat?, history: String?, range: ValueRange,
    to output: ByteOutput
  ) throws(ImageError) -> any RowWriter
}

extension RowCodec {
  /// Decodes the image.
  public static func decode(_ bytes: [UInt8], from path: String) throws(ImageError) -> AstroImage {
    try AstroImage(reading: rowReader(ByteSource(bytes, path: path)))
  }

  /// Encodes the image as one band of all rows.
  public static func encode(
    _ image: AstroImage, as format: SampleFormat?, history: String?, for path: String
  ) throws(ImageError) -> EncodedImage {
    let header = image.header
    try NativeImage.requirePixels(header, path)
    var range = ValueRange()
    if needsRange(header, as: format) { range.add(image.planes, light: header.lightPlanes) }
    let output = ByteOutput(path: path)
    let writer = try rowWriter(header, as: format, history: history, range: range, to: output)
    try writer.write(image.planes)
    let summary = try writer.finish()
    return EncodedImage(bytes: output.memory, summary: summary)
  }
}

extension AstroImage {
  /// Reads every row.
  public init(reading reader: any RowReader) throws(ImageError) {
    let planes = try reader.read(0..<reader.header.height)
    self.init(reader.header, planes: planes)
  }
}

extension ImageCodec {
  /// Reads a file as this format, whatever its bytes look like.
  public static func read(_ path: String) throws(ImageError) -> AstroImage {
    try decode(FileBytes.read(path), from: path)
  }

  /// Writes to a temporary name beside `path`, then renames.
  @discardableResult
  public static func write(
    _ image: AstroImage, to path: String, format: SampleFormat? = nil, history: String? = nil
  ) throws(ImageError) -> WriteSummary {
    let encoded = try encode(image, as: format, history: history, for: path)
    try AtomicFile.write(encoded.bytes, to: path)
    return encoded.summary
  }
}

/// A file's bytes before they are written, and what had to change to make them.
public struct EncodedImage: Sendable {
  /// The whole file.
  public var bytes: [UInt8]
  /// What the format could not hold.
  public var summary: WriteSummary

  /// Makes an encoded image.
  public init(bytes: [UInt8], summary: WriteSummary) {
    self.bytes = bytes
    self.summary = summary
  }
}
