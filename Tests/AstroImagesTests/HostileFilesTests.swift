import AstroImages
import Foundation
import Testing

@Suite("Hostile files")
struct HostileFilesTests {
  /// How many times more mutations than usual to try: EVALBENCH_FUZZ, 1 when unset.
  static let effort = max(1, Int(ProcessInfo.processInfo.environment["EVALBENCH_FUZZ"] ?? "1") ?? 1)

  /// Small valid files, one a codec and layout, that mutations start from.
  static func seeds() throws -> [(name: String, bytes: [UInt8])] {
    var seeds: [(String, [UInt8])] = []
    for (index, codec) in Codecs.all.enumerated() {
      for format in codec.sampleFormats where [.uint8, .uint16, .float32].contains(format) {
        let image = TestImages.random(
          17, 13, names: ["R", "G", "B"], format: format, seed: UInt64(index))
        seeds.append(
          (
            "\(codec.id) \(format)",
            try codec.encode(image, as: format, history: "seed", for: "x").bytes
          ))
      }
    }
    return seeds
  }

  /// Whether reading bytes ends in an image or in one clear line; a crash ends the test run.
  static func survives(_ bytes: [UInt8], _ scratch: Scratch) throws -> Bool {
    let path = scratch.file("mutant")
    try Data(bytes).write(to: URL(filePath: path))
    do {
      let image = try Codecs.read(path)
      return image.planes.allSatisfy { $0.count == image.width * image.height }
    } catch {
      return !error.description.contains("\n") && error.message.count > 5
    }
  }

  @Test("no flipped, cut, doubled or overwritten byte crashes a reader")
  func mutations() throws {
    let scratch = try Scratch()
    var generator = SplitMix64(state: 20_261_122)
    for (name, seed) in try Self.seeds() {
      for round in 0..<120 * Self.effort {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
          // Headers are where the lies are.
          let limit = Bool.random(using: &generator) ? min(bytes.count, 400) : bytes.count
          let at = Int.random(in: 0..<limit, using: &generator)
          switch Int.random(in: 0..<5, using: &generator) {
          case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
          case 1: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][Int.random(in: 0..<5, using: &generator)]
          case 2: bytes.removeSubrange(at...)
          case 3: bytes.insert(contentsOf: bytes[at..<min(at + 40, bytes.count)], at: at)
          default: bytes.remove(at: at)
          }
        }
        #expect(try Self.survives(bytes, scratch), "\(name), round \(round)")
      }
    }
  }

  @Test("a file cut anywhere is refused, never half an image")
  func truncation() throws {
    let scratch = try Scratch()
    var generator = SplitMix64(state: 7)
    for (name, seed) in try Self.seeds() {
      // Whatever a format lets follow its pixels (FITS padding, PNG's and JPEG's end marks) belongs to it too, but the
      // padding of FITS carries nothing.
      let needed = name.hasPrefix("fits") ? seed.count - 2880 : seed.count
      for _ in 0..<25 {
        let cut = Int.random(in: 0..<needed, using: &generator)
        let path = scratch.file("cut")
        try Data(seed[..<cut]).write(to: URL(filePath: path))
        // A cut through the tags at a TIFF's very end leaves the pixels whole: then a warning must say what is missing.
        guard let image = try? Codecs.read(path) else { continue }
        #expect(
          name.hasPrefix("tiff") && !image.metadata.warnings.isEmpty,
          "\(name) cut to \(cut) of \(seed.count) bytes")
        #expect(try image.planes == TIFF.decode(seed, from: "seed").planes)
      }
    }
  }

  @Test("compressed real files survive mutations too", .enabled(if: ReferenceFile.data != nil))
  func realMutations() throws {
    let data = try #require(ReferenceFile.data)
    let scratch = try Scratch()
    var generator = SplitMix64(state: 99)
    let tests = "awkward/astropy+astropy/io/fits/hdu/compressed/tests/data/"
    let images = "awkward/image-rs+image-tiff/images/"
    let names = [
      tests + "m13_rice.fits", tests + "m13_gzip.fits", tests + "m13_plio.fits",
      tests + "m13_hcomp.fits",
      tests + "compressed_with_nan.fits", images + "fax4.tiff",
      images + "seq/seq-1c-8b-tiled-lzw-20f3db0c.tiff",
      images + "predictor-3-gray-f32.tif", images + "tiled-jpeg-ycbcr.tif",
      images + "int16_zstd.tif",
      "awkward/astropy+astropy/io/fits/tests/data/lzw.fits.Z",
      "awkward/_derived/m27_rgb_progressive.jpg",
      "awkward/GalSim-developers+GalSim/Image_comparison_images/testD.fits.bz2",
      "awkward/sunpy+sunpy/gzip_test.fits.gz",
    ]
    for name in names {
      let seed = [UInt8](try Data(contentsOf: URL(filePath: data + "/" + name)))
      for round in 0..<40 * Self.effort {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let limit = Bool.random(using: &generator) ? min(bytes.count, 9000) : bytes.count
          bytes[Int.random(in: 0..<limit, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        if round % 8 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
        #expect(try Self.survives(bytes, scratch), "\(name), round \(round)")
      }
    }
  }

  /// A FITS header of such cards, with no data.
  static func header(_ cards: [String]) -> [UInt8] {
    let text = (cards + ["END"]).map { $0.padding(toLength: 80, withPad: " ", startingAt: 0) }
      .joined()
    return Array(
      text.padding(toLength: (text.count + 2879) / 2880 * 2880, withPad: " ", startingAt: 0).utf8)
  }

  @Test(
    "headers that promise what the file cannot hold are refused before memory is taken",
    arguments: [
      ["BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 2000000000", "NAXIS2  = 2000000000"],
      [
        "BITPIX  = -64", "NAXIS   = 2", "NAXIS1  = 9223372036854775807",
        "NAXIS2  = 9223372036854775807",
      ],
      ["BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 1000", "NAXIS2  = 1000"],
      ["BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = -5", "NAXIS2  = 1000"],
      ["BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 'x'", "NAXIS2  = 1000"],
      ["BITPIX  = 12", "NAXIS   = 2", "NAXIS1  = 10", "NAXIS2  = 10"],
      ["BITPIX  = 8", "NAXIS   = 1000000", "NAXIS1  = 10"],
      ["BITPIX  = 8", "NAXIS   = 3", "NAXIS1  = 1", "NAXIS2  = 1", "NAXIS3  = 2000"],
      ["BITPIX  = 8", "NAXIS   = 4", "NAXIS1  = 2", "NAXIS2  = 2", "NAXIS3  = 2", "NAXIS4  = 2"],
      ["BITPIX  = 8", "NAXIS   = 1", "NAXIS1  = 10"],
      ["BITPIX  = 8", "NAXIS   = 0"],
      [
        "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 10", "NAXIS2  = 10",
        "PCOUNT  = 9223372036854775800",
      ],
    ])
  func fitsDimensions(_ cards: [String]) throws {
    let bytes =
      Self.header(["SIMPLE  =                    T"] + cards) + [UInt8](repeating: 0, count: 2880)
    #expect(throws: ImageError.self) { try FITS.decode(bytes, from: "hostile.fits") }
  }

  @Test("a TIFF, PNG or JPEG that promises a huge image is refused")
  func otherDimensions() throws {
    let image = TestImages.random(8, 8, names: ["L"], format: .uint8, seed: 1)
    var png = try PNG.encode(image, as: nil, history: nil, for: "x").bytes
    png.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageError.self) { try PNG.decode(png, from: "x.png") }
    var jpeg = try JPEG.encode(image, as: nil, history: nil, for: "x").bytes
    let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(throws: ImageError.self) { try JPEG.decode(jpeg, from: "x.jpg") }
    var tiff = try TIFF.encode(image, as: nil, history: nil, for: "x").bytes
    let directory = tiff[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    for entry in 0..<2 {  // width and height, as 32-bit numbers
      let at = directory + 2 + entry * 12
      tiff.replaceSubrange(at + 2..<at + 12, with: [4, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])
    }
    #expect(throws: ImageError.self) { try TIFF.decode(tiff, from: "x.tiff") }
  }

  @Test(
    "what is no readable file is refused in one line",
    arguments: ["/dev/null", "/tmp", "/nowhere/at/all.fits", "", "a\0b"])
  func noFiles(_ path: String) {
    #expect(throws: ImageError.self) { try Codecs.read(path) }
  }

  @Test("an empty file, a pipe, a text and a file without permission are refused")
  func oddFiles() throws {
    let scratch = try Scratch()
    for (name, text) in [("empty.fits", ""), ("text.fits", "hello"), ("short.png", "\u{89}PNG")] {
      try text.write(toFile: scratch.file(name), atomically: false, encoding: .utf8)
      #expect(throws: ImageError.self) { try Codecs.read(scratch.file(name)) }
    }
    #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
    #expect(throws: ImageError.self) { try Codecs.read(scratch.file("pipe")) }
    try FITS.write(
      TestImages.random(8, 8, names: ["L"], format: .uint8, seed: 1),
      to: scratch.file("locked.fits"))
    chmod(scratch.file("locked.fits"), 0)
    if geteuid() == 0 {
      print("skipped: the superuser reads files without permission")
    } else {
      #expect { try Codecs.read(scratch.file("locked.fits")) } throws: {
        ($0 as? ImageError)?.code == .unreadable
      }
    }
  }

  @Test("a decompression bomb is stopped, not unpacked")
  func bomb() throws {
    // 300 members of a gzip file, each a few bytes that become 1 MiB: past the limit for so small a file.
    let scratch = try Scratch()
    let zeros = scratch.file("zeros")
    try Data(count: 1 << 20).write(to: URL(filePath: zeros))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-9", zeros]
    try process.run()
    process.waitUntilExit()
    let member = try Data(contentsOf: URL(filePath: zeros + ".gz"))
    var bomb = Data()
    for _ in 0..<300 { bomb.append(member) }
    try bomb.write(to: URL(filePath: scratch.file("bomb.fits.gz")))
    #expect { try Codecs.read(scratch.file("bomb.fits.gz")) } throws: {
      [.tooLarge, .unrecognizedFormat].contains(($0 as? ImageError)?.code)
    }
  }

  @Test("cfitsio's file-name syntax means nothing here")
  func names() throws {
    let scratch = try Scratch()
    let image = TestImages.random(8, 9, names: ["L"], format: .int16, seed: 2)
    for name in [
      "a[1:2,1:2].fits", "!bang.fits", "a(b).fits", "x+1.fits", "mem:.fits", "ä ö.fits",
      "pipe|.fits",
    ] {
      try Codecs.write(image, to: scratch.file(name))
      #expect(try Codecs.read(scratch.file(name)).planes == image.planes)
    }
    #expect(scratch.names.count == 7)
    #expect(try Codecs.list(directory: scratch.path).count == 7)
  }
}
