import AstroImages
import Foundation
import Testing

/// A codec and a number type that it holds.
struct CodecCase: Sendable, CustomTestStringConvertible {
  var codec: any ImageCodec.Type
  var format: SampleFormat
  var testDescription: String { "\(codec.id) \(format.rawValue)" }

  static let lossless = Codecs.all.filter { $0.id != "jpeg" }.flatMap { codec in
    codec.sampleFormats.map { CodecCase(codec: codec, format: $0) }
  }
}

@Suite("Round trips")
struct RoundTripTests {
  @Test("values, number type and channel names survive", arguments: CodecCase.lossless)
  func values(_ example: CodecCase) throws {
    let scratch = try Scratch()
    let shapes = [(1, 1), (8, 8), (37, 5), (3, 211), (300, 280)]
    for (index, shape) in shapes.enumerated() {
      for names in [["L"], ["R", "G", "B"], ["L", "A"], ["R", "G", "B", "A"]] {
        let image = TestImages.random(
          shape.0, shape.1, names: names, format: example.format, seed: UInt64(index + 1))
        let path = scratch.file("image.\(example.codec.fileExtensions[0])")
        let summary = try Codecs.write(image, to: path)
        let back = try Codecs.read(path)
        #expect(back.planes == image.planes)
        #expect(back.sampleFormat == example.format)
        #expect(back.channelNames == names)
        #expect(summary == WriteSummary(format: example.format))
        #expect(scratch.names == ["image.\(example.codec.fileExtensions[0])"])
      }
    }
  }

  @Test("writing what was read gives the same bytes the second time", arguments: CodecCase.lossless)
  func stable(_ example: CodecCase) throws {
    let image = TestImages.random(40, 30, names: ["R", "G", "B"], format: example.format, seed: 9)
    let once = try example.codec.encode(image, as: nil, history: "first", for: "x").bytes
    let twice = try example.codec.encode(
      try example.codec.decode(once, from: "x"), as: nil, history: nil, for: "x"
    ).bytes
    #expect(once == twice)
  }

  @Test("JPEG at quality 95 stays within a few counts of a smooth picture")
  func jpeg() throws {
    let plane: [Float] = (0..<4096).map { index in Float(20 + index % 64 + index / 64) }
    let image = AstroImage(
      width: 64, height: 64, planes: [plane, plane.map { value in 200 - value }, plane],
      sampleFormat: .uint8)
    let encoded = try JPEG.encode(image, as: nil, history: "made by a test", for: "x.jpg")
    let back = try JPEG.decode(encoded.bytes, from: "x.jpg")
    for (a, b) in zip(image.planes, back.planes) {
      // A ramp quantised at quality 95 is wrong by about one count; four leaves room for the colour transform.
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 4 })
    }
    #expect(back.metadata["Comment"] == "HISTORY made by a test")
  }

  @Test("JPEG leaves opacity out and says so")
  func jpegOpacity() throws {
    let image = TestImages.random(9, 9, names: ["R", "G", "B", "A"], format: .uint8, seed: 3)
    let encoded = try JPEG.encode(image, as: nil, history: nil, for: "x.jpg")
    #expect(try JPEG.decode(encoded.bytes, from: "x.jpg").channels == 3)
    #expect(encoded.summary.warnings.count == 1)
  }

  @Test(
    "what an integer format cannot hold is clamped and counted", arguments: ["fits", "tiff", "png"])
  func clipping(_ ending: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("clip.\(ending)")
    let image = AstroImage(
      width: 3, height: 2, planes: [[-1, -0.4, 65535.4, 65536, .nan, .infinity]],
      sampleFormat: .uint16)
    let summary = try Codecs.write(image, to: path)
    #expect(
      summary == WriteSummary(clippedBelow: 1, clippedAbove: 1, notFinite: 2, format: .uint16))
    #expect(summary.warnings.count == 2)
    #expect(try Codecs.read(path).planes[0] == [0, 0, 65535, 65535, 0, 0])
  }

  @Test(
    "floating-point data written as integers is scaled from its full scale, and the summary says by what"
  )
  func scaling() throws {
    let scratch = try Scratch()
    let unit = AstroImage(width: 2, height: 1, planes: [[0, 0.5]])
    let summary = try Codecs.write(unit, to: scratch.file("unit.png"))
    #expect(summary.scale == 65535 && summary.warnings.count == 1)
    // 32767.5 rounds to even.
    #expect(try Codecs.read(scratch.file("unit.png")).planes[0] == [0, 32768])
    let counts = AstroImage(width: 2, height: 1, planes: [[0, 50000]], sampleFormat: .uint16)
    #expect(try Codecs.write(counts, to: scratch.file("counts.tiff"), format: .uint32).scale == 1)
    #expect(try Codecs.write(counts, to: scratch.file("counts.jpg")).scale == 255.0 / 65535)
  }

  @Test("missing pixels of a signed FITS file become BLANK and come back missing")
  func blank() throws {
    let image = AstroImage(
      width: 3, height: 1, planes: [[.nan, -32768, 5]], sampleFormat: .int16)
    let encoded = try FITS.encode(image, as: nil, history: nil, for: "x.fits")
    let back = try FITS.decode(encoded.bytes, from: "x.fits")
    // BLANK holds a missing pixel, so nothing was lost; the value that would read as BLANK is moved by one and counted.
    #expect(encoded.summary.notFinite == 0)
    #expect(back.planes[0][0].isNaN && back.planes[0][1] == -32767 && back.planes[0][2] == 5)
  }

  @Test("TIFF's tags, PNG's texts and the colour profile are kept")
  func notes() throws {
    var image = TestImages.random(5, 5, names: ["R", "G", "B"], format: .uint16, seed: 4)
    let words = [
      ImageMetadata.Entry("Software", "a test"),
      ImageMetadata.Entry("DateTime", "2026:01:02 03:04:05"),
      ImageMetadata.Entry("XResolution", "72"),
    ]
    image.metadata = ImageMetadata(format: "tiff", entries: words)
    let tiff = try TIFF.decode(
      TIFF.encode(image, as: nil, history: "denoised", for: "x").bytes, from: "x")
    #expect(words.allSatisfy { tiff.metadata[$0.key] == $0.value })
    #expect(tiff.metadata["ImageDescription"] == "HISTORY denoised")
    image.metadata = ImageMetadata(format: "png", entries: [ImageMetadata.Entry("Title", "M 27")])
    let png = try PNG.decode(
      PNG.encode(image, as: nil, history: "denoised", for: "x").bytes, from: "x")
    #expect(png.metadata["Title"] == "M 27" && png.metadata["HISTORY"] == "denoised")
    image.metadata = ImageMetadata(
      format: "fits", entries: [ImageMetadata.Entry("OBJECT", "M 27", comment: "target")])
    let other = try TIFF.decode(
      TIFF.encode(image, as: nil, history: nil, for: "x").bytes, from: "x")
    #expect(other.metadata["ImageDescription"] == "OBJECT = M 27 / target")
  }

  @Test("a format that cannot hold the image says what to use instead")
  func refusals() throws {
    let five = AstroImage(width: 2, height: 2, planes: Array(repeating: [0, 0, 0, 0], count: 5))
    for path in ["x.png", "x.jpg"] {
      #expect { try Codecs.write(five, to: path) } throws: {
        "\($0)".contains("write a .fits or .tiff file")
      }
    }
    #expect { try Codecs.write(five, to: "x.bmp") } throws: { "\($0)".contains("use one of .fits") }
    #expect { try Codecs.write(five, to: "noextension") } throws: {
      "\($0)".contains("use one of .fits")
    }
    #expect(throws: ImageError.self) {
      try Codecs.write(AstroImage(width: 0, height: 0, planes: [[]]), to: "x.fits")
    }
  }

  @Test("halves convert exactly both ways", arguments: [0...65535])
  func halves(_ all: ClosedRange<Int>) throws {
    // Every half-precision number, written as float16 and read back.
    let values = all.map { Float(Float16(bitPattern: UInt16($0))) }
    let image = AstroImage(width: 256, height: 256, planes: [values], sampleFormat: .float16)
    let back = try TIFF.decode(TIFF.encode(image, as: nil, history: nil, for: "x").bytes, from: "x")
    #expect(zip(values, back.planes[0]).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    // And rounding to the nearest, as Swift's own conversion does.
    var generator = SplitMix64(state: 5)
    let fine = (0..<65536).map { _ in
      Float.random(in: -1...1, using: &generator)
        * Float(sign: .plus, exponent: Int.random(in: -26...14, using: &generator), significand: 1)
    }
    let rounded = try TIFF.decode(
      TIFF.encode(
        AstroImage(width: 256, height: 256, planes: [fine], sampleFormat: .float16), as: nil,
        history: nil, for: "x"
      ).bytes, from: "x")
    #expect(rounded.planes[0] == fine.map { Float(Float16($0)) })
  }
}
