public import Networks

/// The U-shaped denoiser: look at ever coarser scales, come back up, and subtract the noise that was found.
///
/// After Ronneberger, Fischer, Brox, "U-Net", 2015, https://arxiv.org/abs/1505.04597, with padded convolutions and a
/// residual output: two 3 × 3 convolutions a level, 2 × 2 max-pool down, 2 × 2 transposed convolution up, the skip
/// concatenated in front, 1 × 1 out.
public struct UNet: Architecture {
  public static let id = "unet"

  /// The channels of the finest level; each level below has twice as many.
  public var width: Int
  /// The number of scales.
  public var levels: Int
  public var channels: Int
  /// Whether convolutions go without bias, so that `f(a x) = a f(x)` (https://arxiv.org/abs/1906.05478).
  public var biasFree: Bool

  public init(settings: [String: String]) throws(ArchitectureError) {
    var reader = SettingsReader(Self.id, settings)
    width = try reader.integer("width", default: 32, in: 1...256)
    levels = try reader.integer("levels", default: 4, in: 1...6)
    channels = try reader.integer("channels", default: 1, in: 1...64)
    biasFree = try reader.flag("bias_free")
    try reader.finish()
  }

  public var specification: String {
    "\(Self.id):width=\(width),levels=\(levels),channels=\(channels),bias_free=\(biasFree)"
  }

  public func denoise(_ noisy: Value) throws(ShapeError) -> Value {
    let bias: Float? = biasFree ? nil : 0
    var skips: [Value] = []
    var x = noisy
    for level in 0..<levels {
      if level > 0 { x = try x.maxPooled() }
      x = try block("down.\(level)", width << level, x, bias: bias)
      skips.append(x)
    }
    for (i, level) in (0..<(levels - 1)).reversed().enumerated() {
      x = try UpConv2D("up.\(i)", width << level, hasBias: !biasFree)(x)
      x = try block("dec.\(i)", width << level, try skips[level].concatenated(with: x), bias: bias)
    }
    return try noisy - Conv2D("out", channels, kernel: 1, bias: bias, gain: 0.1)(x)
  }

  private func block(
    _ name: String, _ width: Int, _ input: Value, bias: Float?
  ) throws(ShapeError) -> Value {
    let x = try Conv2D("\(name).0", width, bias: bias)(input).rectified()
    return try Conv2D("\(name).2", width, bias: bias)(x).rectified()
  }
}
