/// Flexible Image Transport System (FITS Standard 4.0), its pixels through cfitsio.
///
/// The first unit that holds an image of two axes or more is read: from the primary unit, an extension, or a table of
/// compressed tiles. A third axis is the channels; further axes must have length 1. Values are in physical units
/// (`BZERO + BSCALE * stored`), missing ones NaN. They are float32, so BITPIX 32, 64 and -64 lose what needs more than 24
/// bits, and a warning says so when it happened. All cards are kept, and given back on writing but for the structural ones.
///
/// cfitsio only ever sees memory: a path's brackets, exclamation marks or pipes mean nothing to it.
public enum FITS: ImageCodec {
  /// `fits`.
  public static let id = "fits"
  /// `fits`, `fit`, `fts` and `fz`.
  public static let fileExtensions = ["fits", "fit", "fts", "fz"]
  /// All but float16, which is written as float32.
  public static let sampleFormats = SampleFormat.allCases.filter { $0 != .float16 }

  /// Whether the bytes begin with a primary header's first card.
  public static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: "SIMPLE  =".utf8) }

  /// Decodes the first image.
  public static func decode(_ bytes: [UInt8], from path: String) throws(ImageError) -> AstroImage {
    guard recognizes(Array(bytes.prefix(16))) else {
      throw ImageError(
        .unrecognizedFormat, path: path, "is not a FITS file: it does not begin with SIMPLE")
    }
    let unit = try FITSUnit(in: bytes, path: path)
    let layout = FITSLayout(unit)
    var metadata = ImageMetadata(format: id, entries: layout.entries)
    let planes = try FITSPixels.read(bytes, unit, layout, path: path, warnings: &metadata.warnings)
    if unit.number > 1 {
      let name = unit.header["EXTNAME"].map { " (\($0))" } ?? ""
      metadata.warnings.append("the image was read from extension \(unit.number - 1)\(name)")
    }
    return AstroImage(
      width: unit.width, height: unit.height, planes: planes,
      channelNames: FITSLayout.channelNames(metadata, count: unit.planes),
      sampleFormat: layout.format, metadata: metadata)
  }

  /// Encodes one image in the primary unit; files of compressed tiles are written uncompressed.
  public static func encode(
    _ image: AstroImage, as format: SampleFormat?, history: String?, for path: String
  ) throws(ImageError) -> EncodedImage {
    try FITSWriting(image, as: format, history: history, path: path).encode()
  }
}
