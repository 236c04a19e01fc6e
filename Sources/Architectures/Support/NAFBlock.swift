import Networks
import Tensors

/// The block of NAFNet: depthwise mixing with channel attention, then a gated channel mixing, each added to its input.
///
/// Bias-free blocks normalise by the root mean square alone and give it back afterwards (``MagnitudeRestoration``), so that
/// they scale with their input.
struct NAFBlock: Layer {
  let name: String
  /// The window of local statistics in input pixels, or zero for the whole frame.
  let localWindow: Int
  let biasFree: Bool

  init(_ name: String, localWindow: Int, biasFree: Bool) {
    self.name = name
    self.localWindow = localWindow
    self.biasFree = biasFree
  }

  func callAsFunction(_ input: Value) throws(ShapeError) -> Value {
    try input.builder.scoped(name) { () throws(ShapeError) in
      let channels = input.shape.channels
      let bias: Float? = biasFree ? nil : 0
      func pointwise(_ name: String, _ width: Int) -> Conv2D {
        Conv2D(name, width, kernel: 1, bias: bias, gain: linearGain)
      }

      var x = try LayerNorm2D("norm1", centered: !biasFree)(input)
      x = try pointwise("conv1", 2 * channels)(x)
      x = try Conv2D("conv2", 2 * channels, depthwise: true, bias: bias, gain: linearGain)(x)
      x = try x.gated()
      x = try x.scaled(by: attention(x))
      x = try restored(pointwise("conv3", channels)(x), from: input)
      let y = try input + ChannelScale("beta")(x)

      x = try LayerNorm2D("norm2", centered: !biasFree)(y)
      x = try pointwise("conv4", 2 * channels)(x).gated()
      x = try restored(pointwise("conv5", channels)(x), from: y)
      return try y + ChannelScale("gamma")(x)
    }
  }

  /// Simplified channel attention: a learned mix of the channels' means.
  private func attention(_ x: Value) throws(ShapeError) -> Value {
    let mean =
      localWindow == 0
      ? try x.globalMean() : try x.localMean(window: max(1, localWindow / x.scale))
    // The bias starts at one: attention begins as the identity.
    return try Conv2D(
      "sca.1", x.shape.channels, kernel: 1, bias: biasFree ? nil : 1, gain: linearGain)(mean)
  }

  private func restored(_ branch: Value, from input: Value) throws(ShapeError) -> Value {
    guard biasFree else { return branch }
    return try input.builder.append(MagnitudeRestoration(), [branch, input])
  }
}
