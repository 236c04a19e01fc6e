public import Networks

/// The nonlinear-activation-free restorer at its published size.
///
/// Chen, Chu, Zhang, Sun, "Simple Baselines for Image Restoration", 2022, https://arxiv.org/abs/2204.04676; the defaults
/// are the authors' SIDD-width32 for one channel. The figure itself is ``NAFNetFigure``.
public struct NAFNet: Architecture {
  public static let id = "nafnet"

  private let figure: NAFNetFigure

  public init(settings: [String: String]) throws(ArchitectureError) {
    figure = try NAFNetFigure(
      id: Self.id, settings, width: 32, encoder: [2, 2, 4, 8], middle: 12, decoder: [2, 2, 2, 2])
  }

  public var specification: String { "\(Self.id):\(figure.settings)" }
  public var channels: Int { figure.channels }

  public func denoise(_ noisy: Value) throws(ShapeError) -> Value { try figure.denoise(noisy) }
}
