/// How a FITS image stores its values, and which of its cards are the user's.
struct FITSLayout {
  /// The number type, with the conventions for unsigned integers recognised.
  var format: SampleFormat
  /// Physical value = zero + slope * stored value.
  var zero: Double
  var slope: Double
  /// The stored integer that means no value.
  var blank: Int64?
  /// The cards to keep: those of the primary header that the image's own does not replace, then its own.
  var entries: [ImageMetadata.Entry]

  init(_ unit: FITSUnit) {
    let header = unit.header
    zero = header.real("BZERO", or: 0)
    slope = header.real("BSCALE", or: 1)
    let key = unit.isCompressed && header["BLANK"] == nil ? "ZBLANK" : "BLANK"
    blank = unit.bitsPerSample > 0 ? header.integer(key).map { Int64($0) } : nil
    format = Self.format(unit.bitsPerSample, zero: zero, slope: slope)
    let own = header.entries.filter { !Self.isStructural($0.key, inTable: unit.isCompressed) }
    let names = Set(own.map { $0.key })
    let inherited = (unit.primary?.entries ?? []).filter {
      !Self.isStructural($0.key, inTable: false)
        && (FITSCard.commentary.contains($0.key) || !names.contains($0.key))
    }
    entries = inherited + own
  }

  private static func format(_ bits: Int, zero: Double, slope: Double) -> SampleFormat {
    switch (bits, slope, zero) {
    case (8, 1, -128): .int8
    case (16, 1, 32768): .uint16
    case (32, 1, 2_147_483_648): .uint32
    case (64, 1, 9_223_372_036_854_775_808): .uint64
    case (8, _, _): .uint8
    case (16, _, _): .int16
    case (32, _, _): .int32
    case (64, _, _): .int64
    case (-32, _, _): .float32
    default: .float64
    }
  }

  /// What must be added to stored values of a format that FITS holds by convention only (Standard 4.0, table 11).
  static func conventionalZero(_ format: SampleFormat) -> Double {
    switch format {
    case .int8: -128
    case .uint16: 32768
    case .uint32: 2_147_483_648
    case .uint64: 9_223_372_036_854_775_808
    default: 0
    }
  }

  /// Whether a card describes the file's structure, which the writer states anew.
  ///
  /// BSCALE, BZERO and BLANK are kept: they say how to store the values again. So are CHECKSUM and DATASUM: a file that had
  /// them gets them again, computed anew.
  static func isStructural(_ key: String, inTable: Bool) -> Bool {
    if structural.contains(key) { return true }
    if numbered.contains(where: { isNumbered(key, $0) }) { return true }
    guard inTable else { return false }
    return tableOnly.contains(key) || tableNumbered.contains { isNumbered(key, $0) }
  }

  private static let structural: Set<String> = [
    "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "EXTEND", "PCOUNT", "GCOUNT", "GROUPS", "BLOCKED",
    "END", "INHERIT", "LONGSTRN",
  ]
  private static let numbered = ["NAXIS"]
  private static let tableOnly: Set<String> = [
    "TFIELDS", "THEAP", "ZIMAGE", "ZCMPTYPE", "ZBITPIX", "ZNAXIS", "ZQUANTIZ", "ZDITHER0", "ZBLANK",
    "ZSIMPLE", "ZTENSION", "ZEXTEND", "ZBLOCKED", "ZPCOUNT", "ZGCOUNT", "ZHECKSUM", "ZDATASUM",
    "ZMASKCMP",
  ]
  private static let tableNumbered = [
    "TTYPE", "TFORM", "TUNIT", "TDIM", "TNULL", "TSCAL", "TZERO", "TDISP", "ZNAXIS", "ZTILE",
    "ZNAME", "ZVAL",
  ]

  private static func isNumbered(_ key: String, _ stem: String) -> Bool {
    key.hasPrefix(stem) && key.count > stem.count
      && key.dropFirst(stem.count).allSatisfy { $0.isNumber }
  }

  /// The names in a CHANNELS card of ours, or the usual ones.
  static func channelNames(_ metadata: ImageMetadata, count: Int) -> [String] {
    if let list = metadata["CHANNELS"] {
      let names = list.split(separator: ",").map { String($0).trimmingSpaces() }
      if names.count == count { return names }
    }
    return AstroImage.defaultChannelNames(count)
  }
}
