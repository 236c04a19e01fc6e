import Tensors

/// Layer normalisation over channels: parameters `name.weight` and, when centred, `name.bias`.
public struct LayerNorm2D: Layer {
  /// The path in front of the parameters' names.
  public var name: String
  /// Whether the mean is removed and a shift learned; a bias-free network does neither.
  public var centered: Bool

  /// Creates the layer.
  public init(_ name: String, centered: Bool = true) {
    self.name = name
    self.centered = centered
  }

  public func callAsFunction(_ input: Value) throws(ShapeError) -> Value {
    try input.builder.scoped(name) { () throws(ShapeError) in
      let shape = Shape(input.shape.channels)
      let weight = input.builder.parameter("weight", shape, .constant(1))
      guard centered else {
        // A mean square of 1e-12 lies far below any signal, so that scaling the input scales the output.
        return try input.builder.append(
          LayerNormalization(epsilon: 1e-12, centered: false), [input, weight])
      }
      let bias = input.builder.parameter("bias", shape, .constant(0))
      return try input.builder.append(LayerNormalization(), [input, weight, bias])
    }
  }
}
