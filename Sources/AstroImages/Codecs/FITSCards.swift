/// The cards of a new FITS file's primary header, but for its checksums and END.
struct FITSCards {
  /// The cards, 80 characters each.
  private(set) var lines: [String] = []

  init(
    _ header: ImageHeader, _ storage: FITSStorage, history: String?, range: ValueRange,
    scale: Double, blank: Int64?
  ) {
    func add(_ key: String, _ value: String, _ comment: String) {
      lines += FITSCard.lines(ImageMetadata.Entry(key, value, comment: comment, isText: false))
    }
    // The wording is cfitsio's, which most programs' files have.
    add("SIMPLE", "T", "file does conform to FITS standard")
    add("BITPIX", String(storage.stored.bitpix), "number of bits per data pixel")
    let axes = [header.width, header.height] + (header.channels > 1 ? [header.channels] : [])
    add("NAXIS", String(axes.count), "number of data axes")
    for (index, length) in axes.enumerated() {
      add("NAXIS\(index + 1)", String(length), "length of data axis \(index + 1)")
    }
    add("EXTEND", "T", "FITS dataset may contain extensions")
    for line in Self.standard {
      lines += FITSCard.lines(ImageMetadata.Entry("COMMENT", line, isText: false))
    }
    if storage.zero != 0 || storage.slope != 1 {
      add("BZERO", Self.number(storage.zero), "physical = BZERO + BSCALE * stored")
      add("BSCALE", Self.number(storage.slope), "")
    }
    if let blank { add("BLANK", String(blank), "stored number of a missing value") }
    let names = header.channelNames
    if names != AstroImage.defaultChannelNames(names.count) {
      lines += FITSCard.lines(
        ImageMetadata.Entry(
          "CHANNELS", names.joined(separator: ","), comment: "names of the planes"))
    }
    for entry in header.metadata.entries where !Self.isReplaced(entry, header.metadata.format) {
      if entry.key == "DATAMIN" || entry.key == "DATAMAX" {
        // In the units that the file states.
        if let value = entry.key == "DATAMIN" ? range.lowest : range.highest {
          add(entry.key, Self.number(Double(value) * scale), entry.comment ?? "")
        }
      } else {
        lines += FITSCard.lines(entry)
      }
    }
    if let history {
      lines += FITSCard.lines(ImageMetadata.Entry("HISTORY", history, isText: false))
    }
  }

  private static let standard = [
    "  FITS (Flexible Image Transport System) format is defined in 'Astronomy",
    "  and Astrophysics', volume 376, page 359; bibcode: 2001A&A...376..359H",
  ]

  /// Cards that this file states itself, and the two comments that begin every file.
  private static func isReplaced(_ entry: ImageMetadata.Entry, _ format: String) -> Bool {
    let key = entry.key.uppercased()
    if ["BZERO", "BSCALE", "BLANK", "CHANNELS", "CHECKSUM", "DATASUM"].contains(key) {
      return true
    }
    if format == FITS.id && FITSLayout.isStructural(key, inTable: false) {
      return true
    }
    guard key == "COMMENT" else { return false }
    return entry.value.contains("FITS (Flexible Image Transport System) format is")
      || entry.value.contains("and Astrophysics', volume 376, page 359")
  }

  /// A number as FITS writes it, with no more digits than it needs.
  private static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    if value == 9_223_372_036_854_775_808 { return "9223372036854775808" }
    return "\(value)".uppercased()
  }
}
