/// How an image's values become the numbers of a FITS file.
struct FITSStorage {
  /// The number type that the file is said to have.
  var format: SampleFormat
  /// Physical value = zero + slope * stored value.
  var zero: Double
  var slope: Double
  /// The stored number of a missing value that the image's own file used.
  private var ownBlank: Int64?
  /// Whether the file's header cannot be written before all values are known.
  var needsRange: Bool
  private var isScaled: Bool

  init(_ header: ImageHeader, as wanted: SampleFormat?) {
    let chosen = wanted ?? header.sampleFormat
    format = chosen == .float16 ? .float32 : chosen
    let metadata = header.metadata
    let convention = FITSLayout.conventionalZero(format)
    // The file's own scaling is kept with its number type; otherwise values are stored as they are.
    let keeps =
      format == header.sampleFormat && metadata.format == FITS.id && format.isInteger
    let ownSlope = metadata.number("BSCALE") ?? 1
    slope = keeps && ownSlope != 0 ? ownSlope : 1
    zero = keeps ? metadata.number("BZERO") ?? convention : convention
    ownBlank = keeps ? metadata["BLANK"].flatMap { Int64($0.trimmingSpaces()) } : nil
    isScaled = SampleEncoding.mayScale(header, as: format)
    let statesExtremes = metadata["DATAMIN"] != nil || metadata["DATAMAX"] != nil
    needsRange =
      isScaled || statesExtremes || (ownBlank == nil && Self.lowest(format) != nil)
  }

  /// The number that stands for missing values in a file that has some.
  func blank(_ range: ValueRange) -> Int64? {
    guard format.isInteger else { return nil }
    return ownBlank ?? (range.hasMissing ? Self.lowest(format) : nil)
  }

  private static func lowest(_ format: SampleFormat) -> Int64? {
    switch format {
    case .int16: Int64(Int16.min)
    case .int32: Int64(Int32.min)
    case .int64: Int64.min
    default: nil
    }
  }

  /// The type that holds the stored numbers, and FITS's BITPIX.
  var stored: (format: SampleFormat, bitpix: Int) {
    switch format {
    case .uint8, .int8: (.uint8, 8)
    case .uint16, .int16: (.int16, 16)
    case .uint32, .int32: (.int32, 32)
    case .uint64, .int64: (.int64, 64)
    case .float16, .float32: (.float32, -32)
    case .float64: (.float64, -64)
    }
  }
}
