import AstroImages
import Architectures
import EvalBenchCLI
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Where a frame goes from and to, and what its samples are.
private struct Route: CustomTestStringConvertible, Sendable {
  var input: String
  var output: String
  var samples: SampleFormat
  var channels = 1
  var hasOpacity = false
  var testDescription: String { "\(input) of \(samples) and \(channels) planes to \(output)" }
}

private let routes = [
  Route(input: "a.fits", output: "b.fits", samples: .float32),
  Route(input: "a.fits", output: "b.fits", samples: .uint16, channels: 3),
  Route(input: "a.fits", output: "b.fits", samples: .int16),
  Route(input: "a.fits", output: "b.png", samples: .float32, channels: 3),
  Route(input: "a.tif", output: "b.tif", samples: .uint16, channels: 3),
  Route(input: "a.tif", output: "b.fits", samples: .float32),
  Route(input: "a.png", output: "b.png", samples: .uint16),
  Route(input: "a.png", output: "b.tif", samples: .uint16, channels: 3, hasOpacity: true),
  Route(input: "a.png", output: "b.jpg", samples: .uint16, channels: 3),
]

@Suite("Frames streamed through evalbench denoise")
struct StreamedFramesTests {
  private func frame(_ route: Route, _ width: Int, _ height: Int) -> AstroImage {
    var frame = Frames.sky(
      width, height, seed: 3, channels: route.channels, format: route.samples)
    if route.hasOpacity {
      frame = AstroImage(
        width: width, height: height,
        planes: frame.planes + [(0..<(width * height)).map { Float($0 % 60000) }],
        channelNames: ["R", "G", "B", "A"], sampleFormat: route.samples)
    }
    if !route.samples.isInteger { frame.planes[0][width + 7] = .nan }
    frame.metadata = ImageMetadata(
      format: "fits",
      entries: [.init("OBJECT", "M 31"), .init("DATAMAX", "1", isText: false)])
    return frame
  }

  @Test(
    "a filter writes the bytes that it writes for the whole frame", arguments: routes,
    ["gaussian:sigma=3", "median:radius=2", "starlet:threshold=3,scales=7", "identity"])
  fileprivate func filters(_ route: Route, _ model: String) throws {
    let place = try Workplace()
    // Several bands, the last one of few rows; the starlet of seven scales makes them 1016 rows high.
    try Codecs.write(frame(route, 61, 1035), to: place(route.input))
    let (name, settings) = try Settings.parse(model)
    let type = try #require(PlaneFilters.all.first { $0.id == name })
    let filter = try type.init(settings: settings)
    let whole = try filter.denoise(try Codecs.read(place(route.input)))
    let summary = try Codecs.write(
      whole, to: place("whole-" + route.output),
      history: "evalbench 0.1.0 denoise: model \(filter.specification), strength 1.0")
    let outcome = try Tool.run(
      ["denoise", place(route.input), place(route.output), "--model", model])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try place.bytes(route.output) == place.bytes("whole-" + route.output))
    for warning in summary.warnings { #expect(outcome.errors.contains(warning), "\(outcome)") }
  }

  @Test(
    "a network writes what it computes of the whole frame",
    arguments: [routes[0], routes[1], routes[4], routes[6]], [0, 2, 4])
  fileprivate func networks(_ route: Route, _ number: Int) throws {
    let place = try Workplace()
    let (width, height) = (150, 331)
    try Codecs.write(frame(route, width, height), to: place(route.input))
    let published = try PublishedWeights(number: number)
    try published.write(to: place("w.safetensors"))
    var image = try Codecs.read(place(route.input))
    let architecture = try Architectures.make(published.specification)
    let inference = TiledInference(
      weights: published.weights, backend: CPUBackend(), tileSize: 96, border: .zeros
    ) { try architecture.network(input: $0) }
    for plane in image.planes.indices {
      let values = image.planes[plane]
      image.planes[plane] = try inference.run(
        [values], width: width, height: height, normalization: .asinh(softening: 10),
        statistics: [FrameStatistics(measuring: values, width: width, height: height)])[0]
    }
    let history =
      "evalbench 0.1.0 denoise: model \(architecture.specification), strength 1.0"
    try Codecs.write(image, to: place("whole-" + route.output), history: history)
    for threads in ["1", "2"] {
      let outcome = try Tool.run(
        ["denoise", place(route.input), place(route.output), "--model", place("w.safetensors")]
          + ["--architecture", published.specification, "--normalization", "asinh:softening=10"]
          + ["--tile", "96", "--threads", threads])
      #expect(outcome.code == 0, "\(outcome)")
      #expect(try place.bytes(route.output) == place.bytes("whole-" + route.output))
    }
  }

  @Test("a mosaic is debayered on the way as it is in memory")
  func debayered() throws {
    let place = try Workplace()
    for name in ["a.fits", "a.png"] {
      var frame = Frames.sky(58, 600, seed: 7, format: .uint16)
      frame.metadata = ImageMetadata(format: "fits", entries: [.init("BAYERPAT", "GRBG")])
      // A PNG holds another format's header as one text, so here the entry is its own.
      if name == "a.png" { frame.metadata.format = "png" }
      try Codecs.write(frame, to: place(name))
      let whole = try GaussianFilter(settings: [:]).denoise(
        Codecs.read(place(name)).debayered(.grbg))
      let outcome = try Tool.run(
        ["denoise", place(name), place("b.fits"), "--model", "gaussian", "--debayer"])
      #expect(outcome.code == 0, "\(outcome)")
      let written = SampleFormat.uint16
      try Codecs.write(whole, to: place("c.fits"), format: written)
      #expect(
        try Frames.same(Codecs.read(place("b.fits")), Codecs.read(place("c.fits"))), "\(name)")
    }
  }

  @Test(
    "memory does not grow with the frame",
    arguments: ["gaussian", "network"], ["fits", "tif", "png"])
  func flatMemory(_ kind: String, _ ending: String) throws {
    let place = try Workplace()
    try PublishedWeights.dncnn.write(to: place("w.safetensors"))
    let model =
      kind == "gaussian"
      ? [kind]
      : [place("w.safetensors"), "--architecture", try PublishedWeights.dncnn.specification]
        + ["--normalization", "asinh:softening=10", "--tile", "128"]
    // Both frames' statistics are made of about two million values.
    let peaks = try [1000, 4000].map { height in
      let (width, path) = (6000, place("a\(height).\(ending)"))
      let plane = (0..<(width * height)).map { Float(1000 + $0 &* 2_654_435_761 % 251) }
      try Codecs.write(
        AstroImage(width: width, height: height, planes: [plane], sampleFormat: .uint16), to: path)
      let running = try Tool.Running(["denoise", path, place("b.\(ending)"), "--model"] + model)
      let peak = running.peakResidentMemory()
      let outcome = try running.wait()
      #expect(outcome.code == 0, "\(outcome)")
      return peak
    }
    guard peaks.allSatisfy({ $0 > 0 }) else {
      print("no /proc here: the memory of evalbench denoise was not measured")
      return
    }
    // 18 million pixels more are 72 MB a plane, and before bands there were at least four planes at once. A band is 6 MB,
    // and how many of those being read, computed and written are there at the same moment differs from run to run.
    #expect(peaks[1] - peaks[0] < 40 << 20, "\(peaks)")
  }

  @Test("a killed process leaves nothing, where the file system has nameless files")
  func killed() throws {
    let place = try Workplace()
    // Linux's O_TMPFILE, a macro that Swift does not import.
    let probe = open(place("."), 0o20_000_000 | O_DIRECTORY | O_RDWR, 0o600)
    guard probe >= 0 else {
      print("no nameless files on this file system: a killed denoise was not tried")
      return
    }
    close(probe)
    try Codecs.write(Frames.sky(1024, 512, seed: 2), to: place("a.fits"))
    try PublishedWeights.nafnet.write(to: place("w.safetensors"))
    let running = try Tool.Running([
      "denoise", place("a.fits"), place("b.fits"), "--model", place("w.safetensors"),
      "--architecture", try PublishedWeights.nafnet.specification, "--normalization", "none",
      "--tile", "64", "--threads", "1",
    ])
    usleep(150_000)
    running.send(SIGKILL)
    #expect(try running.wait().code == 128 + SIGKILL)
    #expect(try place.files(".") == ["a.fits", "w.safetensors"])
  }
}
