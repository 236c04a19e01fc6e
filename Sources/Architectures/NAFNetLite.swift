public import Networks

/// The nonlinear-activation-free restorer at a size that trains on a CPU.
///
/// The same blocks as ``NAFNet``, three scales, one block each.
public struct NAFNetLite: Architecture {
  public static let id = "nafnet-lite"

  private let figure: NAFNetFigure

  public init(settings: [String: String]) throws(ArchitectureError) {
    figure = try NAFNetFigure(
      id: Self.id, settings, width: 16, encoder: [1, 1, 1], middle: 1, decoder: [1, 1, 1])
  }

  public var specification: String { "\(Self.id):\(figure.settings)" }
  public var channels: Int { figure.channels }

  public func denoise(_ noisy: Value) throws(ShapeError) -> Value { try figure.denoise(noisy) }
}
