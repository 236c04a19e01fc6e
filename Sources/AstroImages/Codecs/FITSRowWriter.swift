/// A FITS file with one image, written a band of rows at a time; every plane grows at its own place.
final class FITSRowWriter: RowWriter {
  private let header: ImageHeader
  private let storage: FITSStorage
  private let output: ByteOutput
  private let scale: Double
  private let blank: Int64?
  private let cards: [String]
  /// Where the data begins.
  private let dataStart: Int
  private let hasChecksums: Bool
  private var summary: WriteSummary
  private var row = 0
  private var dataSum = FITSChecksum()

  init(
    _ header: ImageHeader, _ storage: FITSStorage, history: String?, range: ValueRange,
    to output: ByteOutput
  ) throws(ImageError) {
    self.header = header
    self.storage = storage
    self.output = output
    scale = SampleEncoding.scale(for: header, range, as: storage.format)
    blank = storage.blank(range)
    summary = WriteSummary(format: storage.format, scale: scale)
    hasChecksums = header.metadata["CHECKSUM"] != nil || header.metadata["DATASUM"] != nil
    cards =
      FITSCards(header, storage, history: history, range: range, scale: scale, blank: blank).lines
    let start = FITSChecksum.cards(hasChecksums ? "0" : nil)
    let bytes = Self.blocks(cards + start)
    dataStart = bytes.count
    try output.write(bytes, at: 0)
  }

  func write(_ planes: [[Float]]) throws(ImageError) {
    let size = abs(storage.stored.bitpix) / 8
    for (index, plane) in planes.enumerated() {
      var encoded = SampleEncoding.encode(
        [plane], as: storage.stored.format, order: .planar, scale: scale, slope: storage.slope,
        zero: storage.zero, blank: blank)
      summary.count(encoded.summary)
      Self.turn(&encoded.bytes, size)
      let place = (index * header.height + row) * header.width * size
      if hasChecksums { dataSum.add(encoded.bytes, at: place) }
      try output.write(encoded.bytes, at: dataStart + place)
    }
    row += (planes.first?.count ?? 0) / header.width
  }

  func finish() throws(ImageError) -> WriteSummary {
    let length = header.pixelCount * header.channels * abs(storage.stored.bitpix) / 8
    let padding = (FITSHeader.block - length % FITSHeader.block) % FITSHeader.block
    try output.write([UInt8](repeating: 0, count: padding), at: dataStart + length)
    if hasChecksums {
      let moment = FITSChecksum.now
      let sum = String(dataSum.value)
      var whole = dataSum
      whole.add(Self.blocks(cards + FITSChecksum.cards(sum, at: moment)), at: 0)
      try output.write(
        Self.blocks(cards + FITSChecksum.cards(sum, whole.text, at: moment)), at: 0)
    }
    return summary
  }

  /// Cards as blocks of a header, with its END.
  private static func blocks(_ cards: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for card in cards + ["END".padding(80)] { bytes += card.utf8 }
    let missing = (FITSHeader.block - bytes.count % FITSHeader.block) % FITSHeader.block
    return bytes + repeatElement(32, count: missing)
  }

  /// Turns numbers in the machine's byte order into FITS's, most significant byte first.
  private static func turn(_ bytes: inout [UInt8], _ size: Int) {
    bytes.withUnsafeMutableBytes { raw in
      switch size {
      case 2: for i in 0..<raw.count / 2 { turned(raw, i, UInt16.self) }
      case 4: for i in 0..<raw.count / 4 { turned(raw, i, UInt32.self) }
      case 8: for i in 0..<raw.count / 8 { turned(raw, i, UInt64.self) }
      default: break
      }
    }
  }

  @inline(__always)
  private static func turned<Word: FixedWidthInteger & BitwiseCopyable>(
    _ raw: UnsafeMutableRawBufferPointer, _ index: Int, _: Word.Type
  ) {
    let at = index * MemoryLayout<Word>.size
    let word = raw.loadUnaligned(fromByteOffset: at, as: Word.self)
    raw.storeBytes(of: word.bigEndian, toByteOffset: at, as: Word.self)
  }
}
