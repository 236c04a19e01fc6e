import Tensors

/// A learned factor a channel, one parameter of shape `(1, c, 1, 1)` that starts at zero: NAFNet's `beta` and `gamma`.
public struct ChannelScale: Layer {
  /// The parameter's own name.
  public var name: String

  /// Creates the layer.
  public init(_ name: String) { self.name = name }

  public func callAsFunction(_ input: Value) throws(ShapeError) -> Value {
    try input.scaled(
      by: input.builder.parameter(name, Shape(1, input.shape.channels, 1, 1), .constant(0)))
  }
}
