internal import CImageIO

/// Tagged Image File Format, revision 6.0 and BigTIFF, through libtiff.
///
/// Samples keep the file's numbers. Colours of a palette are looked up, MinIsWhite is turned so that more is brighter, and
/// CMYK becomes RGB. Of several pages the first is read. Files are written with deflate and a predictor.
public enum TIFF: RowCodec {
  /// `tiff`.
  public static let id = "tiff"
  /// `tif` and `tiff`.
  public static let fileExtensions = ["tif", "tiff"]
  /// All of them.
  public static let sampleFormats = SampleFormat.allCases

  /// Whether the bytes begin with either byte order's mark of TIFF or BigTIFF.
  public static func recognizes(_ head: [UInt8]) -> Bool {
    [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]]
      .contains { head.starts(with: $0) }
  }

  static func rowReader(_ source: ByteSource) throws(ImageError) -> any RowReader {
    try NativeRowReader(source, with: ebk_open_tiff, format: id)
  }

  static func needsRange(_ header: ImageHeader, as format: SampleFormat?) -> Bool {
    SampleEncoding.mayScale(header, as: format ?? header.sampleFormat)
  }

  /// Encodes one page; the header of another format goes into the ImageDescription tag.
  static func rowWriter(
    _ header: ImageHeader, as format: SampleFormat?, history: String?, range: ValueRange,
    to output: ByteOutput
  ) throws(ImageError) -> any RowWriter {
    guard header.channels <= Int(EBK_MAXIMUM_PLANES) else {
      throw ImageError(
        .unsupported, path: output.path,
        "\(header.channels) channels; at most \(EBK_MAXIMUM_PLANES) fit")
    }
    return try NativeRowWriter(
      header, as: format ?? header.sampleFormat, range: range, with: ebk_create_tiff,
      entries: tags(header.metadata, history: history), to: output)
  }

  private static func tags(
    _ metadata: ImageMetadata, history: String?
  ) -> [ImageMetadata.Entry] {
    var entries = metadata.entries
    let key = "ImageDescription"
    let text = metadata.format == id ? metadata[key] : EntryText.lines(entries)
    if metadata.format != id { entries = [] }
    entries.removeAll { $0.key == key }
    var history = history
    if let line = history, let text, Self.isStructured(text) {
      // Programs parse such a description (tifffile's shape, OME's XML) and choke on a line more.
      let software = entries.first { $0.key == "Software" }?.value
      entries.removeAll { $0.key == "Software" }
      entries.append(
        ImageMetadata.Entry(
          "Software", [software, line].compactMap(\.self).joined(separator: "; ")))
      history = nil
    }
    if let text = EntryText.appending(history: history, to: text), !text.isEmpty {
      entries.append(ImageMetadata.Entry(key, text))
    }
    return entries
  }

  /// Whether a description is JSON or XML instead of lines.
  private static func isStructured(_ text: String) -> Bool {
    let first = text.first { !$0.isWhitespace }
    return first == "{" || first == "<"
  }
}
