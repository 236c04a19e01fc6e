import AstroImages
import Foundation
import TestSupport
import Testing

private let header = [
  ImageMetadata.Entry("OBJECT", "M 31"), .init("EXPTIME", "300.0", comment: "s", isText: false),
  .init("HISTORY", "calibrated with care"),
]

/// A format of file that frames come in.
private struct Format: CustomTestStringConvertible, Sendable {
  var file: String
  var samples: SampleFormat
  var channels = 1
  /// Brings the frame's 0 to 5000 into what the samples hold.
  var scale: Float = 1
  var testDescription: String { "\(file) of \(samples), \(channels) planes" }

  func frame(_ width: Int, _ height: Int) -> AstroImage {
    var image = Frames.sky(
      width, height, seed: 3, channels: channels, format: samples, scale: scale)
    image.metadata.entries = header
    return image
  }
}

private let formats = [
  Format(file: "a.fits", samples: .int16), Format(file: "a.fits", samples: .uint16),
  Format(file: "a.fits", samples: .float32), Format(file: "a.fits", samples: .uint16, channels: 3),
  Format(file: "a.tif", samples: .uint16), Format(file: "a.tif", samples: .float32),
  Format(file: "a.tif", samples: .uint8, channels: 3, scale: 0.05),
  Format(file: "a.tif", samples: .uint16, channels: 3),
  Format(file: "a.png", samples: .uint8, scale: 0.05), Format(file: "a.png", samples: .uint16),
  Format(file: "a.png", samples: .uint16, channels: 3),
]

@Suite("evalbench denoise")
struct DenoiseCommandTests {
  @Test(
    "gives every pixel back bit for bit at strength 0, and as identity, with the header",
    arguments: formats, [["starlet", "--strength", "0"], ["identity"]])
  fileprivate func untouched(_ format: Format, _ model: [String]) throws {
    let place = try Workplace()
    let (input, output) = (place(format.file), place("out-" + format.file))
    try Codecs.write(format.frame(37, 29), to: input)
    let outcome = try Tool.run(["denoise", input, output, "--model"] + model)
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.isEmpty)
    let (before, after) = (try Codecs.read(input), try Codecs.read(output))
    #expect(Frames.same(before, after))
    #expect(after.sampleFormat == before.sampleFormat)
    guard format.file.hasSuffix("fits") else { return }
    #expect(after.metadata["OBJECT"] == "M 31" && after.metadata.number("EXPTIME") == 300)
    let history = after.metadata.entries.filter { $0.key == "HISTORY" }.map(\.value)
    #expect(history.first == "calibrated with care")
    #expect(history.contains { $0.contains("evalbench") && $0.contains("denoise: model") })
  }

  @Test("goes from one format to another", arguments: ["b.tif", "b.png", "b.fits"])
  func conversion(_ name: String) throws {
    let place = try Workplace()
    let frame = Frames.sky(20, 16, seed: 4, format: .uint16)
    try Codecs.write(frame, to: place("a.fits"))
    #expect(
      try Tool.run(["denoise", place("a.fits"), place(name), "--model", "identity"]).code == 0)
    #expect(Frames.same(frame, try Codecs.read(place(name))))
  }

  @Test("takes any size and keeps it", arguments: [(8, 8), (8, 61), (33, 9), (64, 47)])
  func sizes(_ width: Int, _ height: Int) throws {
    let place = try Workplace()
    let frame = Frames.sky(width, height, seed: 5)
    try Codecs.write(frame, to: place("a.fits"))
    try PublishedWeights.nafnet.write(to: place("w.safetensors"))
    for model in [
      ["median"], ["starlet"],
      [place("w.safetensors"), "--architecture", try PublishedWeights.nafnet.specification]
        + ["--normalization", "asinh:softening=10"],
    ] {
      let outcome = try Tool.run(
        ["denoise", place("a.fits"), place("b.fits"), "--model"] + model)
      #expect(outcome.code == 0, "\(outcome)")
      let result = try Codecs.read(place("b.fits"))
      #expect(result.width == width && result.height == height)
      #expect(result.planes[0].allSatisfy { $0.isFinite })
      #expect(!Frames.same(result, frame))
    }
  }

  @Test("leaves missing pixels missing, and only those", arguments: ["median", "network"])
  func missing(_ kind: String) throws {
    let place = try Workplace()
    var frame = Frames.sky(40, 40, seed: 6)
    for i in [0, 41, 700, 1599] { frame.planes[0][i] = .nan }
    try Codecs.write(frame, to: place("a.fits"))
    try PublishedWeights.dncnn.write(to: place("w.safetensors"))
    let model =
      kind == "median"
      ? [kind]
      : [place("w.safetensors"), "--architecture", try PublishedWeights.dncnn.specification]
        + ["--normalization", "asinh:softening=10"]
    let outcome = try Tool.run(["denoise", place("a.fits"), place("b.fits"), "--model"] + model)
    #expect(outcome.code == 0, "\(outcome)")
    let result = try Codecs.read(place("b.fits")).planes[0]
    #expect(result.indices.filter { !result[$0].isFinite } == [0, 41, 700, 1599])
  }

  @Test("keeps a missing pixel of an integer frame without a warning")
  func blank() throws {
    let place = try Workplace()
    var frame = Frames.sky(20, 16, seed: 6, format: .int16)
    frame.metadata = ImageMetadata(
      format: "fits", entries: [.init("BLANK", "-32768", isText: false)])
    frame.planes[0][7] = .nan
    try Codecs.write(frame, to: place("a.fits"))
    let outcome = try Tool.run(
      ["denoise", place("a.fits"), place("b.fits"), "--model", "identity"])
    #expect(outcome.code == 0 && !outcome.errors.contains("warning"), "\(outcome)")
    #expect(Frames.same(frame, try Codecs.read(place("b.fits"))))
  }

  @Test(
    "leaves a TIFF's description alone that programs parse, and says in Software what it did",
    arguments: [#"{"shape": [16, 20]}"#, #"<?xml version="1.0"?><OME/>"#])
  func structuredDescription(_ description: String) throws {
    let place = try Workplace()
    var frame = Frames.sky(20, 16, seed: 6, format: .uint16)
    frame.metadata = ImageMetadata(
      format: "tiff",
      entries: [.init("ImageDescription", description), .init("Software", "maker 1.0")])
    try Codecs.write(frame, to: place("a.tif"))
    #expect(
      try Tool.run(["denoise", place("a.tif"), place("b.tif"), "--model", "median"]).code == 0)
    let metadata = try Codecs.read(place("b.tif")).metadata
    #expect(metadata["ImageDescription"] == description)
    #expect(metadata["Software"]?.hasPrefix("maker 1.0; evalbench ") == true)
  }

  @Test("ends at Ctrl-C with code 130 and leaves no output")
  func interrupted() throws {
    let place = try Workplace()
    try Codecs.write(Frames.sky(1024, 512, seed: 2), to: place("a.fits"))
    try PublishedWeights.nafnet.write(to: place("w.safetensors"))
    let running = try Tool.Running([
      "denoise", place("a.fits"), place("b.fits"), "--model", place("w.safetensors"),
      "--architecture", try PublishedWeights.nafnet.specification, "--normalization", "none",
      "--tile", "64", "--threads", "1",
    ])
    usleep(150_000)
    running.send(SIGINT)
    let outcome = try running.wait()
    #expect(outcome.code == 130, "\(outcome)")
    #expect(try place.files(".") == ["a.fits", "w.safetensors"])
  }

  @Test("takes a Bayer frame as mono with a warning, or as colour on request")
  func bayer() throws {
    let place = try Workplace()
    var frame = Frames.sky(24, 24, seed: 7, format: .uint16)
    frame.metadata.entries = [.init("BAYERPAT", "RGGB")]
    try Codecs.write(frame, to: place("a.fits"))
    let mono = try Tool.run(["denoise", place("a.fits"), place("b.fits"), "--model", "identity"])
    #expect(mono.code == 0 && mono.errors.contains("--debayer"), "\(mono)")
    #expect(Frames.same(frame, try Codecs.read(place("b.fits"))))
    let colour = try Tool.run(
      ["denoise", place("a.fits"), place("c.fits"), "--model", "identity", "--debayer"])
    #expect(colour.code == 0, "\(colour)")
    let result = try Codecs.read(place("c.fits"))
    #expect(result.channels == 3 && result.metadata["BAYERPAT"] == nil)
    let again = try Tool.run(
      ["denoise", place("c.fits"), place("d.fits"), "--model", "identity", "--debayer"])
    #expect(again.code == 2 && again.errors.contains("names no Bayer pattern"), "\(again)")
  }

  @Test("lies between input and output at strength 0.5")
  func half() throws {
    let place = try Workplace()
    let frame = Frames.sky(32, 32, seed: 8)
    try Codecs.write(frame, to: place("a.fits"))
    for (name, strength) in [("half", "0.5"), ("full", "1")] {
      let outcome = try Tool.run(
        ["denoise", place("a.fits"), place("\(name).fits"), "--model", "gaussian"]
          + ["--strength", strength])
      #expect(outcome.code == 0)
    }
    var expected = try Codecs.read(place("full.fits"))
    for i in frame.planes[0].indices {
      expected.planes[0][i] = (expected.planes[0][i] + frame.planes[0][i]) / 2
    }
    // One rounding of values up to 5000 in float32.
    #expect(Frames.difference(expected, try Codecs.read(place("half.fits"))) < 1e-3)
  }

  @Test("may write over its input, and keeps it when that fails")
  func inPlace() throws {
    let place = try Workplace()
    let frame = Frames.sky(32, 32, seed: 9)
    try Codecs.write(frame, to: place("a.fits"))
    try Codecs.write(frame, to: place("b.fits"))
    #expect(
      try Tool.run(["denoise", place("a.fits"), place("b.fits"), "--model", "gaussian"]).code == 0)
    #expect(
      try Tool.run(["denoise", place("a.fits"), place("a.fits"), "--model", "gaussian"]).code == 0)
    #expect(Frames.same(try Codecs.read(place("a.fits")), try Codecs.read(place("b.fits"))))
    let before = try place.bytes("a.fits")
    // A limit of one kilobyte a file stands for a full disk.
    let outcome = try Tool.shell(
      #"ulimit -f 1; trap '' XFSZ; "$E" denoise \#(place("a.fits")) \#(place("a.fits")) --model median"#
    )
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("a.fits: cannot be written"), "\(outcome)")
    #expect(try place.bytes("a.fits") == before)
    #expect(try place.files(".") == ["a.fits", "b.fits"])
  }

  @Test("says in one line what it cannot read or write, with code 2")
  func refused() throws {
    let place = try Workplace()
    try Codecs.write(Frames.sky(16, 16, seed: 1), to: place("a.fits"))
    try AtomicFile.write("no image", to: place("text.fits"))
    try AtomicFile.write([UInt8](), to: place("empty.tif"))
    for (input, output, hint) in [
      ("missing.fits", "b.fits", "missing.fits: cannot be opened"),
      ("text.fits", "b.fits", "text.fits: is not an image"),
      ("empty.tif", "b.fits", "empty.tif: the file is empty"),
      (".", "b.fits", "is a directory"),
      ("a.fits", "nowhere/b.fits", "nowhere/b.fits: its folder does not exist"),
      ("a.fits", "b.doc", "b.doc: no image format has this extension"),
      ("a.fits", "b", "no image format has this extension"),
    ] {
      let outcome = try Tool.run(
        ["denoise", place(input), place(output), "--model", "identity"])
      #expect(outcome.code == 2, "\(input) to \(output): \(outcome)")
      #expect(outcome.output.isEmpty)
      let errors = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("evalbench: ") }
      #expect(errors.count == 1 && errors[0].contains(hint), "\(outcome)")
    }
    #expect(try place.files(".") == ["a.fits", "empty.tif", "text.fits"])
  }

  @Test("writes to a device that is full without a crash")
  func fullDevice() throws {
    let place = try Workplace()
    try Codecs.write(Frames.sky(16, 16, seed: 1), to: place("a.fits"))
    try FileManager.default.createSymbolicLink(
      atPath: place("full.fits"), withDestinationPath: "/dev/full")
    let outcome = try Tool.run(
      ["denoise", place("a.fits"), place("full.fits"), "--model", "identity"])
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("free some space"), "\(outcome)")
  }
}
