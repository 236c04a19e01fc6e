/// The header-data unit of a FITS file that holds its image, found and checked before cfitsio sees the file.
struct FITSUnit {
  /// 1 for the primary unit, as cfitsio counts.
  var number: Int
  var header: FITSHeader
  /// The primary header, when the image is in an extension.
  var primary: FITSHeader?
  /// The stated axes.
  var axes: [Int]
  var bitsPerSample: Int
  /// Whether the image is in a table of compressed tiles.
  var isCompressed: Bool
  var width: Int
  var height: Int
  var planes: Int

  /// Finds the first unit with an image of at least two axes.
  init(in source: ByteSource) throws(ImageError) {
    let path = source.path
    var start = 0
    var number = 1
    var primary: FITSHeader?
    var oneDimensional: Int?
    while start < source.count {
      // What follows the last unit need not be one.
      if number > 1, try !source.bytes(8, at: start).elementsEqual("XTENSION".utf8) { break }
      let header = try FITSHeader(source, at: start)
      guard let length = try header.dataLength(path: path) else {
        throw ImageError(
          .corrupt, path: path, "the FITS header promises more data than a file can hold")
      }
      let compressed = Self.isCompressedImage(header)
      if compressed || Self.isImage(header, isPrimary: number == 1) {
        let axes = try header.axes(compressed ? "Z" : "", path: path)
        if axes.contains(0) || axes.isEmpty {
          // No data here: the image is in an extension.
        } else if axes.count == 1 {
          oneDimensional = oneDimensional ?? axes[0]
        } else {
          try self.init(
            number: number, header: header, primary: primary, axes: axes, compressed: compressed,
            path: path)
          try check(source, dataLength: length)
          return
        }
      }
      if number == 1 { primary = header }
      let (end, overflow) = header.dataStart.addingReportingOverflow(length)
      guard !overflow, end <= source.count else {
        throw ImageError(
          .corrupt, path: path,
          "truncated: a FITS header promises \(length) bytes, and the file ends before")
      }
      let (rounded, over) = (end).addingReportingOverflow(FITSHeader.block - 1)
      guard !over else { break }
      start = rounded / FITSHeader.block * FITSHeader.block
      number += 1
    }
    if let oneDimensional {
      throw ImageError(
        .unsupported, path: path,
        "holds a spectrum or list of \(oneDimensional) values (NAXIS = 1), not an image")
    }
    throw ImageError(
      .unsupported, path: path, "the FITS file holds no image, only headers or tables")
  }

  private init(
    number: Int, header: FITSHeader, primary: FITSHeader?, axes: [Int], compressed: Bool,
    path: String
  ) throws(ImageError) {
    self.number = number
    self.header = header
    self.primary = primary
    self.axes = axes
    isCompressed = compressed
    bitsPerSample = header.integer(compressed ? "ZBITPIX" : "BITPIX") ?? 0
    guard [8, 16, 32, 64, -32, -64].contains(bitsPerSample) else {
      throw ImageError(.corrupt, path: path, "the compressed image states no valid ZBITPIX")
    }
    width = axes[0]
    height = axes[1]
    let rest = axes.dropFirst(2).filter { $0 != 1 }
    guard rest.count <= 1 else {
      throw ImageError(
        .unsupported, path: path,
        "is a \(axes.count)-dimensional cube (\(axes.map(String.init).joined(separator: " x "))); extract one image from it first"
      )
    }
    planes = rest.first ?? 1
  }

  /// The most planes that an image may have; more is a data cube.
  static let mostPlanes = 64

  private func check(_ source: ByteSource, dataLength: Int) throws(ImageError) {
    let path = source.path
    let shape = axes.map(String.init).joined(separator: " x ")
    guard planes <= Self.mostPlanes else {
      let advice =
        axes[0] <= 4
        ? "its colours seem to come first; reorder the axes" : "extract the planes you need first"
      throw ImageError(
        .unsupported, path: path,
        "is a cube of \(shape) with more than \(Self.mostPlanes) planes; \(advice)")
    }
    guard let pixels = FITSHeader.product(width, height),
      let samples = FITSHeader.product(pixels, planes),
      samples <= SizeLimit.samples(byteCount: source.count)
    else {
      throw ImageError(
        .tooLarge, path: path,
        "the header promises \(shape) samples, more than a file of \(source.count) bytes may hold")
    }
    let available = source.count - min(source.count, header.dataStart)
    guard dataLength <= available else {
      throw ImageError(
        .corrupt, path: path,
        "truncated: the header promises \(shape) samples (\(dataLength) bytes), and \(available) bytes are there"
      )
    }
    if isCompressed { try FITSTiles(header, axes: axes, path: path).check(source.loaded()) }
  }

  private static func isImage(_ header: FITSHeader, isPrimary: Bool) -> Bool {
    if isPrimary { return !(header.isTrue("GROUPS") && header.integer("NAXIS1") == 0) }
    return header["XTENSION"]?.trimmingSpaces() == "IMAGE"
  }

  private static func isCompressedImage(_ header: FITSHeader) -> Bool {
    header.isTrue("ZIMAGE") && header["XTENSION"]?.trimmingSpaces() == "BINTABLE"
  }
}
