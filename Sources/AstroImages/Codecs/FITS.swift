/// Flexible Image Transport System (FITS Standard 4.0), its pixels through cfitsio.
///
/// The first unit that holds an image of two axes or more is read: from the primary unit, an extension, or a table of
/// compressed tiles. A third axis is the channels; further axes must have length 1. Values are in physical units
/// (`BZERO + BSCALE * stored`), missing ones NaN. They are float32, so BITPIX 32, 64 and -64 lose what needs more than 24
/// bits, and a warning says so when it happened. All cards are kept, and given back on writing but for the structural ones.
///
/// cfitsio only ever sees memory: a path's brackets, exclamation marks or pipes mean nothing to it.
public enum FITS: RowCodec {
  /// `fits`.
  public static let id = "fits"
  /// `fits`, `fit`, `fts` and `fz`.
  public static let fileExtensions = ["fits", "fit", "fts", "fz"]
  /// All but float16, which is written as float32.
  public static let sampleFormats = SampleFormat.allCases.filter { $0 != .float16 }

  /// Whether the bytes begin with a primary header's first card.
  public static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: "SIMPLE  =".utf8) }

  /// Opens the first image.
  static func rowReader(_ source: ByteSource) throws(ImageError) -> any RowReader {
    guard recognizes(try source.bytes(16, at: 0)) else {
      throw ImageError(
        .unrecognizedFormat, path: source.path,
        "is not a FITS file: it does not begin with SIMPLE")
    }
    let unit = try FITSUnit(in: source)
    let layout = FITSLayout(unit)
    var metadata = ImageMetadata(format: id, entries: layout.entries)
    if unit.number > 1 {
      let name = unit.header["EXTNAME"].map { " (\($0))" } ?? ""
      metadata.warnings.append("the image was read from extension \(unit.number - 1)\(name)")
    }
    let header = ImageHeader(
      width: unit.width, height: unit.height,
      channelNames: FITSLayout.channelNames(metadata, count: unit.planes),
      sampleFormat: layout.format, metadata: metadata)
    return unit.isCompressed
      ? try FITSTileReader(source, header, unit, layout)
      : FITSRowReader(source, header, unit, layout)
  }

  static func needsRange(_ header: ImageHeader, as format: SampleFormat?) -> Bool {
    FITSStorage(header, as: format).needsRange
  }

  /// Begins a file with one image in the primary unit; files of compressed tiles are written uncompressed.
  static func rowWriter(
    _ header: ImageHeader, as format: SampleFormat?, history: String?, range: ValueRange,
    to output: ByteOutput
  ) throws(ImageError) -> any RowWriter {
    try FITSRowWriter(
      header, FITSStorage(header, as: format), history: history, range: range, to: output)
  }
}
