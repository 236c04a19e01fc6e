internal import CFITSIO
internal import Glibc
internal import Synchronization

/// One image as the bytes of a FITS file, made by cfitsio in memory.
struct FITSWriting {
  private let image: AstroImage
  private let path: String
  private let history: String?
  private let format: SampleFormat
  private let zero: Double
  private let slope: Double
  private let blank: Int64?
  private let scale: Double

  init(_ image: AstroImage, as format: SampleFormat?, history: String?, path: String)
    throws(ImageError)
  {
    try NativeImage.requirePixels(image, path)
    self.image = image
    self.path = path
    self.history = history
    let chosen = format ?? image.sampleFormat
    self.format = chosen == .float16 ? .float32 : chosen
    let metadata = image.metadata
    let convention = FITSLayout.conventionalZero(self.format)
    // The file's own scaling is kept with its number type; otherwise values are stored as they are.
    let keeps =
      self.format == image.sampleFormat && metadata.format == FITS.id && self.format.isInteger
    let ownSlope = metadata.number("BSCALE") ?? 1
    slope = keeps && ownSlope != 0 ? ownSlope : 1
    zero = keeps ? metadata.number("BZERO") ?? convention : convention
    scale = SampleEncoding.scale(for: image, as: self.format)
    let ownBlank = metadata["BLANK"].flatMap { Int64($0.trimmingSpaces()) }
    let lowest: Int64? =
      switch self.format {
      case .int16: Int64(Int16.min)
      case .int32: Int64(Int32.min)
      case .int64: Int64.min
      default: nil
      }
    let hasMissing = image.planes.contains { $0.contains { !$0.isFinite } }
    blank = self.format.isInteger ? (keeps ? ownBlank : nil) ?? (hasMissing ? lowest : nil) : nil
  }

  /// The type that holds the stored numbers, cfitsio's names for it, and FITS's BITPIX.
  private var storage: (format: SampleFormat, type: Int32, bitpix: Int32) {
    switch format {
    case .uint8, .int8: (.uint8, TBYTE, 8)
    case .uint16, .int16: (.int16, TSHORT, 16)
    case .uint32, .int32: (.int32, TINT, 32)
    case .uint64, .int64: (.int64, TLONGLONG, 64)
    case .float16, .float32: (.float32, TFLOAT, -32)
    case .float64: (.float64, TDOUBLE, -64)
    }
  }

  func encode() throws(ImageError) -> EncodedImage {
    var encoded = SampleEncoding.encode(
      image.planes, as: storage.format, order: .planar, scale: scale, slope: slope, zero: zero,
      blank: blank)
    encoded.summary.format = format
    let cards = cards(stored: encoded.summary)
    var status: Int32 = 0
    var detail = ""
    var bytes: [UInt8] = []
    FITSPixels.lock.withLock { _ in
      bytes = file(cards, encoded.bytes, &status)
      if status != 0 { detail = FITSPixels.message(status) }
      ffcmsg()
    }
    guard status == 0 else {
      throw ImageError(.writeFailed, path: path, "cannot be encoded: \(detail)")
    }
    return EncodedImage(bytes: bytes, summary: encoded.summary)
  }

  /// The file in memory: structure and checksums by cfitsio, the other cards as they were.
  private func file(_ cards: [String], _ samples: [UInt8], _ status: inout Int32) -> [UInt8] {
    var memory: UnsafeMutableRawPointer?
    // One allocation that holds everything: header blocks, data, and a block of padding each.
    var size = samples.count + (cards.count + 80) * 80 + 3 * FITSHeader.block
    memory = malloc(size)
    guard memory != nil else {
      status = MEMORY_ALLOCATION
      return []
    }
    defer { free(memory) }
    return withUnsafeMutablePointer(to: &memory) { memory in
      withUnsafeMutablePointer(to: &size) { size in
        var handle: UnsafeMutablePointer<fitsfile>?
        ffimem(&handle, memory, size, 1 << 20, { realloc($0, $1) }, &status)
        guard status == 0, let handle else { return [] }
        var axes = [image.width, image.height] + (image.channels > 1 ? [image.channels] : [])
        ffcrim(handle, storage.bitpix, Int32(axes.count), &axes, &status)
        // Stored numbers go in as they are; the cards below say what they mean.
        for card in cards { ffprec(handle, card, &status) }
        ffrdef(handle, &status)
        ffpscl(handle, 1, 0, &status)
        samples.withUnsafeBytes { raw in
          _ = ffppr(
            handle, storage.type, 1, LONGLONG(image.pixelCount * image.channels),
            UnsafeMutableRawPointer(mutating: raw.baseAddress), &status)
        }
        if image.metadata["CHECKSUM"] != nil || image.metadata["DATASUM"] != nil {
          ffpcks(handle, &status)
        }
        ffflus(handle, &status)
        var (headerStart, dataStart, dataEnd) = (LONGLONG(0), LONGLONG(0), LONGLONG(0))
        ffghadll(handle, &headerStart, &dataStart, &dataEnd, &status)
        var bytes: [UInt8] = []
        if status == 0, let base = memory.pointee, Int(dataEnd) <= size.pointee {
          bytes = Array(UnsafeRawBufferPointer(start: base, count: Int(dataEnd)))
        }
        var closing: Int32 = 0
        ffclos(handle, &closing)
        return bytes
      }
    }
  }

  private func cards(stored: WriteSummary) -> [String] {
    var lines: [String] = []
    func add(_ key: String, _ value: String, _ comment: String) {
      lines += FITSCard.lines(ImageMetadata.Entry(key, value, comment: comment, isText: false))
    }
    if zero != 0 || slope != 1 {
      add("BZERO", Self.number(zero), "physical = BZERO + BSCALE * stored")
      add("BSCALE", Self.number(slope), "")
    }
    if let blank { add("BLANK", String(blank), "stored number of a missing value") }
    let names = image.channelNames
    if names != AstroImage.defaultChannelNames(names.count) {
      lines += FITSCard.lines(
        ImageMetadata.Entry(
          "CHANNELS", names.joined(separator: ","), comment: "names of the planes"))
    }
    for entry in image.metadata.entries where !isReplaced(entry) {
      if entry.key == "DATAMIN" || entry.key == "DATAMAX" {
        if let value = extreme(entry.key) { add(entry.key, value, entry.comment ?? "") }
      } else {
        lines += FITSCard.lines(entry)
      }
    }
    if let history {
      lines += FITSCard.lines(ImageMetadata.Entry("HISTORY", history, isText: false))
    }
    return lines
  }

  /// Cards that this file states itself, and the two comments that cfitsio adds to every file.
  private func isReplaced(_ entry: ImageMetadata.Entry) -> Bool {
    let key = entry.key.uppercased()
    if ["BZERO", "BSCALE", "BLANK", "CHANNELS", "CHECKSUM", "DATASUM"].contains(key) {
      return true
    }
    if image.metadata.format == FITS.id && FITSLayout.isStructural(key, inTable: false) {
      return true
    }
    guard key == "COMMENT" else { return false }
    return entry.value.contains("FITS (Flexible Image Transport System) format is")
      || entry.value.contains("and Astrophysics', volume 376, page 359")
  }

  /// The smallest or largest finite value, in the units that the file states.
  private func extreme(_ key: String) -> String? {
    var result: Float?
    for plane in image.planes {
      for value in plane where value.isFinite {
        result = key == "DATAMIN" ? min(result ?? value, value) : max(result ?? value, value)
      }
    }
    return result.map { Self.number(Double($0) * scale) }
  }

  /// A number as FITS writes it, with no more digits than it needs.
  private static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    if value == 9_223_372_036_854_775_808 { return "9223372036854775808" }
    return "\(value)".uppercased()
  }
}
