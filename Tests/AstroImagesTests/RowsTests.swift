import AstroImages
import Foundation
import Testing

@Suite("Images in bands of rows")
struct RowsTests {
  /// The values of a file, read in bands of a height.
  private static func planes(_ path: String, bandHeight: Int) throws -> [[Float]] {
    let reader = try Codecs.open(path)
    var planes: [[Float]] = Array(repeating: [], count: reader.header.channels)
    for start in stride(from: 0, to: reader.header.height, by: bandHeight) {
      let band = try reader.read(start..<min(reader.header.height, start + bandHeight))
      for (index, values) in band.enumerated() { planes[index] += values }
    }
    return planes
  }

  private static func bits(_ planes: [[Float]]) -> [[UInt32]] {
    planes.map { $0.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern } }
  }

  /// Writes an image a few rows at a time.
  private static func write(
    _ image: AstroImage, to path: String, as format: SampleFormat? = nil, bandHeight: Int,
    history: String? = nil
  ) throws -> WriteSummary {
    let file = try RowFile(image.header, to: path, format: format, history: history)
    for start in stride(from: 0, to: image.height, by: bandHeight) {
      let end = min(image.height, start + bandHeight)
      try file.write(image.planes.map { Array($0[(start * image.width)..<(end * image.width)]) })
    }
    return try file.finish()
  }

  @Test("bands of any height hold the values of the whole image", arguments: CodecCase.lossless)
  func bandsEqualWhole(_ example: CodecCase) throws {
    let scratch = try Scratch()
    let path = scratch.file("image.\(example.codec.fileExtensions[0])")
    for (shape, names) in [((300, 280), ["L"]), ((37, 53), ["R", "G", "B", "A"])] {
      var image = TestImages.random(
        shape.0, shape.1, names: names, format: example.format, seed: 3)
      if !example.format.isInteger { image.planes[0][77] = .nan }
      try Codecs.write(image, to: path)
      for bandHeight in [1, 7, 64] {
        let read = try Self.planes(path, bandHeight: bandHeight)
        #expect(Self.bits(read) == Self.bits(image.planes))
      }
    }
  }

  @Test("rows may be asked for in any order", arguments: CodecCase.lossless)
  func anyOrder(_ example: CodecCase) throws {
    let scratch = try Scratch()
    let path = scratch.file("image.\(example.codec.fileExtensions[0])")
    let image = TestImages.random(31, 90, names: ["R", "G", "B"], format: example.format, seed: 5)
    try Codecs.write(image, to: path)
    let reader = try Codecs.open(path)
    for rows in [80..<90, 0..<3, 40..<41, 40..<60, 10..<10, 0..<90, 89..<90] {
      let expected = image.planes.map { Array($0[(rows.lowerBound * 31)..<(rows.upperBound * 31)]) }
      #expect(try reader.read(rows) == expected, "rows \(rows)")
    }
  }

  @Test(
    "the same bytes and the same summary, in bands or at once, for any number type",
    arguments: CodecCase.lossless, [SampleFormat.float32, .uint16, .int16])
  func writtenBandsEqualWhole(_ example: CodecCase, _ source: SampleFormat) throws {
    let scratch = try Scratch()
    var image = TestImages.random(53, 41, names: ["R", "G", "B"], format: source, seed: 11)
    image.metadata = ImageMetadata(
      format: "fits",
      entries: [
        .init("OBJECT", "M 33"), .init("DATAMAX", "1.", comment: "stale", isText: false),
        .init("DATAMIN", "0.", isText: false),
      ])
    // Values that an integer file cannot hold are counted, and missing ones are noticed before the header is written.
    image.planes[1][700] = .nan
    image.planes[2][2000] = -1e6
    let ending = example.codec.fileExtensions[0]
    let (whole, banded) = (scratch.file("whole.\(ending)"), scratch.file("banded.\(ending)"))
    let once = try Codecs.write(image, to: whole, format: example.format, history: "by a test")
    for bandHeight in [1, 6, 41] {
      let summary = try Self.write(
        image, to: banded, as: example.format, bandHeight: bandHeight, history: "by a test")
      #expect(summary == once)
      #expect(try FileBytes.read(banded) == FileBytes.read(whole))
    }
  }

  @Test("checksums of a FITS file are right when its planes grow side by side")
  func checksums() throws {
    let scratch = try Scratch()
    var image = TestImages.random(33, 21, names: ["R", "G", "B"], format: .uint8, seed: 4)
    image.metadata = ImageMetadata(format: "fits", entries: [.init("CHECKSUM", "stale")])
    for format in [SampleFormat.uint8, .int16, .float32, .float64] {
      _ = try Self.write(image, to: scratch.file("a.fits"), as: format, bandHeight: 4)
      let bytes = try FileBytes.read(scratch.file("a.fits"))
      // FITS Standard 4.0, appendix J: the ones' complement sum over the whole unit is then all ones.
      var sum: UInt64 = 0
      for at in stride(from: 0, to: bytes.count, by: 4) {
        sum += bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt64($1) }
      }
      while sum >> 32 != 0 { sum = sum & 0xFFFF_FFFF + sum >> 32 }
      #expect(sum == 0xFFFF_FFFF)
    }
  }

  @Test("a file that is given up leaves nothing, and the old file as it was")
  func givenUp() throws {
    let scratch = try Scratch()
    let image = TestImages.random(40, 40, names: ["L"], format: .float32, seed: 1)
    for name in ["new.fits", "old.tiff", "old.png"] {
      let path = scratch.file(name)
      if name.hasPrefix("old") { try AtomicFile.write("old", to: path) }
      do {
        let file = try RowFile(image.header, to: path)
        try file.write([Array(image.planes[0][..<400])])
        if name == "old.png" {
          // The scale of 16 bits waits for the largest value, so nothing was encoded yet: stop while it is.
          try file.write([Array(image.planes[0][400...])])
          #expect(throws: CancellationError.self) {
            try file.finish { _, _ in throw CancellationError() }
          }
        }
      }
      if name.hasPrefix("old") { #expect(try FileBytes.read(path) == Array("old".utf8)) }
    }
    #expect(scratch.names == ["old.png", "old.tiff"])
  }

  @Test(
    "a file with too few rows is an error, never half an image", arguments: ["a.png", "a.tiff"])
  func tooFewRows(_ name: String) throws {
    let scratch = try Scratch()
    let image = TestImages.random(8, 8, names: ["L"], format: .uint16, seed: 1)
    let file = try RowFile(image.header, to: scratch.file(name))
    try file.write([Array(image.planes[0][..<32])])
    #expect(throws: ImageError.self) { try file.finish() }
  }

  @Test("text behind a PNG's pixels is in the header once the last row was read")
  func trailingText() throws {
    let scratch = try Scratch()
    let image = TestImages.random(9, 20, names: ["L"], format: .uint16, seed: 2)
    var png = try PNG.encode(image, as: nil, history: nil, for: "x").bytes
    // A tEXt chunk before IEND, whose chunk is the last twelve bytes; its checksum is that of zlib's crc32.
    let chunk: [UInt8] = Array("tEXtSite\0Paranal".utf8)
    let length: [UInt8] = [0, 0, 0, UInt8(chunk.count - 4)]
    png.insert(contentsOf: length + chunk + Self.crc(chunk), at: png.count - 12)
    try AtomicFile.write(png, to: scratch.file("a.png"))
    let reader = try Codecs.open(scratch.file("a.png"))
    #expect(reader.headerFollowsRows && reader.header.metadata["Site"] == nil)
    _ = try reader.read(19..<20)
    #expect(reader.header.metadata["Site"] == "Paranal")
    #expect(try reader.read(0..<20) == image.planes)
    #expect(reader.header.metadata.entries.filter { $0.key == "Site" }.count == 1)
  }

  /// PNG's CRC-32 (ISO 3309), most significant byte first.
  private static func crc(_ bytes: [UInt8]) -> [UInt8] {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~sum >> UInt32($0)) }
  }

  @Test("a mosaic's rows become the colours of the whole frame", arguments: BayerPattern.allCases)
  func debayered(_ pattern: BayerPattern) throws {
    let mosaic = TestImages.random(24, 37, names: ["L"], format: .uint16, seed: 8)
    let whole = mosaic.debayered(pattern)
    for bandHeight in [1, 2, 5, 37] {
      let reader = DebayeringReader(WholeFrameReader(mosaic), pattern)
      var planes: [[Float]] = [[], [], []]
      for start in stride(from: 0, to: 37, by: bandHeight) {
        let band = try reader.read(start..<min(37, start + bandHeight))
        for index in 0..<3 { planes[index] += band[index] }
      }
      #expect(planes == whole.planes)
      #expect(try reader.read(3..<4) == whole.planes.map { Array($0[72..<96]) })
    }
  }

  @Test("damaged files end in one clear line in bands too")
  func damaged() throws {
    let scratch = try Scratch()
    var generator = SplitMix64(state: 2_026)
    for (name, seed) in try HostileFilesTests.seeds() {
      for round in 0..<40 * HostileFilesTests.effort {
        var bytes = seed
        for _ in 0..<3 {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
            1 << UInt8.random(in: 0..<8, using: &generator)
        }
        let path = scratch.file("mutant")
        try Data(bytes).write(to: URL(filePath: path))
        do {
          let planes = try Self.planes(path, bandHeight: 3)
          #expect(try Self.bits(planes) == Self.bits(Codecs.read(path).planes), "\(name) \(round)")
        } catch let error as ImageError {
          #expect(!error.description.contains("\n") && error.message.count > 5)
        }
      }
    }
  }
}
