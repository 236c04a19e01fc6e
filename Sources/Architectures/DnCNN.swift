public import Networks

/// The residual denoiser: predict the noise with plain convolutions, then subtract it.
///
/// Zhang, Zuo, Chen, Meng, Zhang, "Beyond a Gaussian Denoiser", 2017, https://arxiv.org/abs/1608.03981, with batch
/// normalisation folded into the convolutions. Parameter names are those of the authors' later PyTorch release, KAIR:
/// convolutions at even places of `model`, rectifiers between.
public struct DnCNN: Architecture {
  public static let id = "dncnn"

  /// The number of convolutions.
  public var depth: Int
  /// The channels between them.
  public var width: Int
  public var channels: Int
  /// Whether convolutions go without bias, so that `f(a x) = a f(x)` (https://arxiv.org/abs/1906.05478).
  public var biasFree: Bool

  public init(settings: [String: String]) throws(ArchitectureError) {
    var reader = SettingsReader(Self.id, settings)
    depth = try reader.integer("depth", default: 17, in: 2...64)
    width = try reader.integer("width", default: 64, in: 1...1024)
    channels = try reader.integer("channels", default: 1, in: 1...64)
    biasFree = try reader.flag("bias_free")
    try reader.finish()
  }

  public var specification: String {
    "\(Self.id):depth=\(depth),width=\(width),channels=\(channels),bias_free=\(biasFree)"
  }

  public func denoise(_ noisy: Value) throws(ShapeError) -> Value {
    let bias: Float? = biasFree ? nil : 0
    var x = noisy
    for i in 0..<(depth - 1) {
      x = try Conv2D("model.\(2 * i)", width, bias: bias)(x).rectified()
    }
    // A tenth of the usual spread: training starts near the identity.
    let noise = try Conv2D("model.\(2 * (depth - 1))", channels, bias: bias, gain: 0.1)(x)
    return try noisy - noise
  }
}
