import Tensors

/// A learned doubling of height and width: parameters `name.weight`, `name.bias`.
public struct UpConv2D: Layer {
  /// The path in front of the parameters' names.
  public var name: String
  /// The channels that come out.
  public var outputChannels: Int
  /// Whether a bias is learned.
  public var hasBias: Bool

  /// Creates the layer.
  public init(_ name: String, _ outputChannels: Int, hasBias: Bool = true) {
    self.name = name
    self.outputChannels = outputChannels
    self.hasBias = hasBias
  }

  public func callAsFunction(_ input: Value) throws(ShapeError) -> Value {
    try input.builder.scoped(name) { () throws(ShapeError) in
      // No activation follows: variance 1 / in, as blocks do not overlap.
      let weight = input.builder.parameter(
        "weight", Shape(input.shape.channels, outputChannels, 2, 2),
        .heNormal(fanIn: 2 * input.shape.channels, gain: 1))
      let bias = input.builder.parameter
      let learned = hasBias ? [bias("bias", Shape(outputChannels), .constant(0))] : []
      return try input.builder.append(TransposedConvolution(), [input, weight] + learned)
    }
  }
}
