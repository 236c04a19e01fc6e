import Networks
import Tensors

/// The figure of the NAFNet paper: encoder, middle and decoder of ``NAFBlock``s around one global residual.
///
/// Parameter names are those of the authors' code, https://github.com/megvii-research/NAFNet.
struct NAFNetFigure: Sendable {
  let width: Int
  let encoder: [Int]
  let middle: Int
  let decoder: [Int]
  let channels: Int
  /// The window of local statistics in input pixels; zero takes the mean over the whole frame, as published.
  let localWindow: Int
  let biasFree: Bool

  init(
    id: String, _ settings: [String: String], width: Int, encoder: [Int], middle: Int,
    decoder: [Int]
  ) throws(ArchitectureError) {
    var reader = SettingsReader(id, settings)
    self.width = try reader.integer("width", default: width, in: 1...256)
    self.encoder = try reader.integers("enc", default: encoder, in: 0...64, count: 1...6)
    self.middle = try reader.integer("mid", default: middle, in: 0...64)
    self.decoder = try reader.integers("dec", default: decoder, in: 0...64, count: 1...6)
    channels = try reader.integer("channels", default: 1, in: 1...64)
    localWindow = try reader.integer("tlc", default: 0, in: 0...4096)
    biasFree = try reader.flag("bias_free")
    try reader.finish()
    guard self.encoder.count == self.decoder.count else {
      throw ArchitectureError(
        "\(id): enc has \(self.encoder.count) stages and dec \(self.decoder.count); "
          + "give both as many")
    }
  }

  var settings: String {
    func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: "-") }
    return "width=\(width),enc=\(list(encoder)),mid=\(middle),dec=\(list(decoder)),"
      + "channels=\(channels),tlc=\(localWindow),bias_free=\(biasFree)"
  }

  func denoise(_ noisy: Value) throws(ShapeError) -> Value {
    let bias: Float? = biasFree ? nil : 0
    var x = try Conv2D("intro", width, bias: bias, gain: linearGain)(noisy)
    var skips: [Value] = []
    for (stage, count) in encoder.enumerated() {
      x = try blocks("encoders.\(stage)", count, x)
      skips.append(x)
      x = try Conv2D(
        "downs.\(stage)", 2 * x.shape.channels, kernel: 2, stride: 2, bias: bias, gain: linearGain)(
          x)
    }
    x = try blocks("middle_blks", middle, x)
    for (stage, count) in decoder.enumerated() {
      x = try Conv2D(
        "ups.\(stage).0", 2 * x.shape.channels, kernel: 1, bias: nil, gain: linearGain)(
          x
        ).pixelShuffled()
      x = try blocks("decoders.\(stage)", count, try x + skips[encoder.count - 1 - stage])
    }
    // A tenth of the usual spread: training starts near the identity.
    return try Conv2D("ending", channels, bias: bias, gain: 0.1)(x) + noisy
  }

  private func blocks(_ name: String, _ count: Int, _ input: Value) throws(ShapeError) -> Value {
    var x = input
    for i in 0..<count {
      x = try NAFBlock("\(name).\(i)", localWindow: localWindow, biasFree: biasFree)(x)
    }
    return x
  }
}

/// The gain of a layer that no rectifier follows: variance `1 / fanIn`.
let linearGain = Float(0.5).squareRoot()
