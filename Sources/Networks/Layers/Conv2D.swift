import Tensors

/// A convolution with a learned kernel: parameters `name.weight`, `name.bias`.
public struct Conv2D: Layer {
  /// The path in front of the parameters' names.
  public var name: String
  /// The channels that come out.
  public var outputChannels: Int
  /// The kernel's height and width in pixels.
  public var kernel: Int
  /// The step between outputs in pixels; an unstrided layer keeps the size, a strided one takes adjacent blocks.
  public var stride: Int
  /// Whether each channel is convolved alone.
  public var depthwise: Bool
  /// Whether a bias is learned, and where it starts.
  public var bias: Float?
  /// The factor on the initial weights' spread; see ``Network/Initialization``.
  public var gain: Float

  /// Creates the layer.
  public init(
    _ name: String, _ outputChannels: Int, kernel: Int = 3, stride: Int = 1,
    depthwise: Bool = false, bias: Float? = 0, gain: Float = 1
  ) {
    self.name = name
    self.outputChannels = outputChannels
    self.kernel = kernel
    self.stride = stride
    self.depthwise = depthwise
    self.bias = bias
    self.gain = gain
  }

  public func callAsFunction(_ input: Value) throws(ShapeError) -> Value {
    try input.builder.scoped(name) { () throws(ShapeError) in
      let depth = depthwise ? 1 : input.shape.channels
      let weight = input.builder.parameter(
        "weight", Shape(outputChannels, depth, kernel, kernel),
        .heNormal(fanIn: depth * kernel * kernel, gain: gain))
      let learned = bias.map { start in
        input.builder.parameter("bias", Shape(outputChannels), .constant(start))
      }
      let convolution = Convolution(
        stride: stride, padding: stride == 1 ? kernel / 2 : 0,
        groups: depthwise ? input.shape.channels : 1)
      return try input.builder.append(convolution, [input, weight] + (learned.map { [$0] } ?? []))
    }
  }
}
