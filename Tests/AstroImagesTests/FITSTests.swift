import AstroImages
import Testing

@Suite("FITS")
struct FITSTests {
  /// A FITS file of such cards and bytes.
  static func file(_ cards: [String], _ data: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: (2880 - data.count % 2880) % 2880)
    return HostileFilesTests.header(cards) + data + padding
  }

  static let start = ["SIMPLE  =                    T"]

  @Test("scaled integers are read in physical units, BLANK is missing, and both are written back")
  func scaling() throws {
    let cards =
      Self.start + [
        "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 2", "BSCALE  = 0.5D0",
        "BZERO   = 10", "BLANK   = -1",
      ]
    let bytes = Self.file(cards, [0, 4, 255, 255, 128, 0, 127, 255])
    let image = try FITS.decode(bytes, from: "x")
    #expect(image.planes[0][0] == 12 && image.planes[0][1].isNaN)
    #expect(image.planes[0][2] == -16374 && image.planes[0][3] == 16393.5)
    #expect(image.sampleFormat == .int16 && image.fullScale == 16393.5)
    let again = try FITS.encode(image, as: nil, history: nil, for: "x")
    let back = try FITS.decode(again.bytes, from: "x")
    #expect(back.planes[0].map { $0.isNaN ? -1 : $0 } == image.planes[0].map { $0.isNaN ? -1 : $0 })
    #expect(again.bytes.suffix(2880).prefix(8) == bytes.suffix(2880).prefix(8))
    #expect(
      try FITS.decode(FITS.encode(image, as: .float32, history: nil, for: "x").bytes, from: "x")
        .metadata["BSCALE"] == nil)
  }

  @Test(
    "all cards come back in order: long texts, hierarchies, commentary, quotes, undefined values")
  func cards() throws {
    let long = String(repeating: "It's a long story. ", count: 9)
    let entries = [
      ImageMetadata.Entry("OBJECT", "Barnard's loop", comment: "what it is"),
      ImageMetadata.Entry("EXPTIME", "300.", comment: "seconds", isText: false),
      ImageMetadata.Entry("COMMENT", "  indented remark", isText: false),
      ImageMetadata.Entry("HIERARCH ESO DET WIN1 NX", "2048", comment: "pixels", isText: false),
      ImageMetadata.Entry("STORY", String(long.dropLast())),
      ImageMetadata.Entry("FLAG", "T", isText: false),
      ImageMetadata.Entry("UNKNOWN", "", comment: "no value", isText: false),
      ImageMetadata.Entry("HISTORY", "bias subtracted", isText: false),
      ImageMetadata.Entry("EMPTY", ""),
    ]
    let image = AstroImage(
      width: 2, height: 2, planes: [[1, 2, 3, 4]],
      metadata: ImageMetadata(format: "fits", entries: entries))
    let bytes = try FITS.encode(image, as: nil, history: "denoised by a test", for: "x").bytes
    let back = try FITS.decode(bytes, from: "x").metadata.entries.filter {
      !$0.value.contains("FITS (Flexible") && !$0.value.contains("volume 376")
    }
    #expect(back.map { $0.key } == entries.map { $0.key } + ["HISTORY"])
    #expect(back.map { $0.value } == entries.map { $0.value } + ["denoised by a test"])
    for (mine, theirs) in zip(entries, back) {
      #expect(mine.comment == theirs.comment && mine.isText == theirs.isText)
    }
  }

  @Test("DATAMIN and DATAMAX follow the data, and checksums are made anew")
  func derived() throws {
    let entries = [
      ImageMetadata.Entry("DATAMAX", "99.", isText: false),
      ImageMetadata.Entry("DATAMIN", "-99.", isText: false),
      ImageMetadata.Entry("CHECKSUM", "stale"), ImageMetadata.Entry("DATASUM", "1"),
    ]
    let image = AstroImage(
      width: 2, height: 1, planes: [[0.5, 7]],
      metadata: ImageMetadata(format: "fits", entries: entries))
    let bytes = try FITS.encode(image, as: nil, history: nil, for: "x").bytes
    let back = try FITS.decode(bytes, from: "x").metadata
    #expect(back["DATAMAX"] == "7" && back["DATAMIN"] == "0.5")
    #expect(back["DATASUM"] != "1" && back["CHECKSUM"]?.count == 16)
    // FITS Standard 4.0, appendix J: the ones' complement sum over the whole unit is then all ones.
    var sum: UInt64 = 0
    for at in stride(from: 0, to: bytes.count, by: 4) {
      sum += bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt64($1) }
    }
    while sum >> 32 != 0 { sum = sum & 0xFFFF_FFFF + sum >> 32 }
    #expect(sum == 0xFFFF_FFFF)
  }

  @Test("the first image of an extension is read with the primary header's cards before its own")
  func extensions() throws {
    let primary = HostileFilesTests.header(
      Self.start + ["BITPIX  = 8", "NAXIS   = 0", "OBJECT  = 'M 27    '", "FILTER  = 'none    '"])
    let image = Self.file(
      [
        "XTENSION= 'IMAGE   '", "BITPIX  = 8", "NAXIS   = 4", "NAXIS1  = 2", "NAXIS2  = 1",
        "NAXIS3  = 1", "NAXIS4  = 3",
        "PCOUNT  = 0", "GCOUNT  = 1", "EXTNAME = 'SCI     '", "FILTER  = 'Ha      '",
      ], [1, 2, 3, 4, 5, 6])
    let read = try FITS.decode(primary + image, from: "x")
    #expect(read.planes == [[1, 2], [3, 4], [5, 6]] && read.channelNames == ["R", "G", "B"])
    #expect(read.metadata.entries.map { $0.key } == ["OBJECT", "EXTNAME", "FILTER"])
    #expect(read.metadata["FILTER"] == "Ha" && read.metadata.warnings.count == 1)
  }

  @Test("infinities and the smallest floats pass; what float32 cannot hold is said")
  func floats() throws {
    let image = AstroImage(
      width: 4, height: 1, planes: [[.infinity, -.infinity, .leastNonzeroMagnitude, .nan]])
    let back = try FITS.decode(FITS.encode(image, as: nil, history: nil, for: "x").bytes, from: "x")
    #expect(back.planes[0][0] == .infinity && back.planes[0][1] == -.infinity)
    #expect(back.planes[0][2] == .leastNonzeroMagnitude && back.planes[0][3].isNaN)
    let cards = Self.start + ["BITPIX  = 32", "NAXIS   = 2", "NAXIS1  = 1", "NAXIS2  = 1"]
    #expect(
      try FITS.decode(Self.file(cards, [0, 255, 255, 255]), from: "x").metadata.warnings.isEmpty)
    #expect(
      try FITS.decode(Self.file(cards, [1, 0, 0, 1]), from: "x").metadata.warnings.count == 1)
  }

  @Test("full scale follows the number type, the stated saturation, and the values")
  func fullScale() {
    func scale(
      _ plane: [Float], _ format: SampleFormat = .float32, _ entries: [ImageMetadata.Entry] = []
    ) -> Double {
      AstroImage(
        width: plane.count, height: 1, planes: [plane], sampleFormat: format,
        metadata: ImageMetadata(format: "fits", entries: entries)
      ).fullScale
    }
    #expect(scale([0, 300], .uint8) == 255 && scale([5], .uint16) == 65535)
    #expect(scale([0, 1]) == 1 && scale([-0.2, 1.4]) == 1 && scale([0, 0.004]) == 1)
    #expect(scale([0, 0x1p-46]) == 0x1p-46 && scale([-5, 20]) == 20)
    #expect(scale([-3, -1]) == 2 && scale([-1]) == 1 && scale([0]) == 1)
    #expect(scale([0, 3000], .int32) == 65535 && scale([0, 200_000], .int32) == 200_000)
    #expect(scale([0, 3000]) == 65535 && scale([68000]) == 65535 && scale([200_000]) == 200_000)
    #expect(scale([.nan]) == 1)
    let saturate = [ImageMetadata.Entry("SATURATE", "60000.", isText: false)]
    #expect(scale([100], .uint16, saturate) == 60000 && scale([61000], .uint16, saturate) == 65535)
    let maximum = [ImageMetadata.Entry("DATAMAX", "3000.", isText: false)]
    #expect(scale([3000], .float32, maximum) == 65535 && scale([100], .float32, maximum) == 3000)
  }
}
