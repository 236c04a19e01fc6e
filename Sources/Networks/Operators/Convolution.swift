public import ONNXModel
public import Tensors

/// A correlation of an image with square learned kernels; beyond the frame lie zeros.
///
/// Inputs: image `(n, in, h, w)`, weights `(out, in / groups, k, k)`, optionally bias `(out)`. Output:
/// `(n, out, (h + 2 padding - k) / stride + 1, ...)`. Sizes that the stride does not divide are refused, so that a network
/// never drops a row silently.
public struct Convolution: Operator {
  public static let id = "convolution"
  public static let examples = [
    OperatorExample(Convolution(padding: 1), [Shape(1, 2, 4, 5), Shape(3, 2, 3, 3), Shape(3)]),
    OperatorExample(Convolution(padding: 1), [Shape(2, 1, 5, 4), Shape(2, 1, 3, 3)]),
    OperatorExample(Convolution(padding: 0), [Shape(2, 3, 3, 4), Shape(2, 3, 1, 1), Shape(2)]),
    OperatorExample(
      Convolution(stride: 2, padding: 0), [Shape(1, 2, 4, 6), Shape(3, 2, 2, 2), Shape(3)]),
    OperatorExample(
      Convolution(padding: 1, groups: 4), [Shape(2, 4, 4, 3), Shape(4, 1, 3, 3), Shape(4)]),
    OperatorExample(
      Convolution(padding: 1, groups: 2), [Shape(1, 4, 3, 4), Shape(6, 2, 3, 3), Shape(6)]),
  ]

  /// The step between neighbouring outputs, in input pixels.
  public var stride: Int
  /// The zeros added on every side, in pixels.
  public var padding: Int
  /// How many independent groups the channels fall into; as many as channels makes it depthwise.
  public var groups: Int

  /// Creates the operator; the kernel's size comes with the weights.
  public init(stride: Int = 1, padding: Int, groups: Int = 1) {
    precondition(stride >= 1 && padding >= 0 && groups >= 1, "stride \(stride), groups \(groups)")
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard (2...3).contains(inputs.count), inputs[0].rank == 4, inputs[1].rank == 4,
      inputs[1][1] * groups == inputs[0].channels, inputs[1][0].isMultiple(of: groups),
      inputs[1][2] == inputs[1][3], inputs.count == 2 || inputs[2] == Shape(inputs[1][0]),
      let height = extent(inputs[0].height, inputs[1][2]),
      let width = extent(inputs[0].width, inputs[1][2])
    else {
      throw ShapeError(
        Self.id,
        expected: "(n,in,h,w), (out,in/\(groups),k,k) and maybe (out), with h and w that padding "
          + "\(padding) and stride \(stride) divide", actual: inputs)
    }
    return Shape(inputs[0].batch, inputs[1][0], height, width)
  }

  public func reach(for inputs: [Shape]) -> Reach {
    let radius = max(padding, inputs[1][2] - padding - stride)
    if stride > 1 { return .reducing(factor: stride, radius: radius) }
    return radius == 0 ? .pointwise : .neighbourhood(radius: radius)
  }

  public func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let (height, width) = (
      extent(inputs[0].height, inputs[1][2]) ?? 0, extent(inputs[0].width, inputs[1][2]) ?? 0
    )
    return inputs[0].batch * height * width * inputs[1].count
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let loops = ConvolutionLoops(self, image: inputs[0].shape, weight: inputs[1].shape)
    let bias = inputs.count == 3 ? inputs[2].scalars : nil
    return Tensor(
      loops.output, loops.forward(inputs[0].scalars, weight: inputs[1].scalars, bias: bias))
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let loops = ConvolutionLoops(self, image: inputs[0].shape, weight: inputs[1].shape)
    let gradients = [
      loops.imageGradient(gradient.scalars, weight: inputs[1].scalars),
      loops.weightGradient(gradient.scalars, image: inputs[0].scalars),
    ]
    let bias = inputs.count == 3 ? [loops.biasGradient(gradient.scalars)] : []
    return zip(gradients + bias, inputs).map { Tensor($1.shape, $0) }
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    let kernel = inputs[1].shape[2]
    graph.append(
      "Conv", inputs.map(\.name), outputs: [output.name],
      attributes: [
        ("kernel_shape", .ints([kernel, kernel])), ("strides", .ints([stride, stride])),
        ("pads", .ints([padding, padding, padding, padding])), ("dilations", .ints([1, 1])),
        ("group", .int(groups)),
      ])
  }

  /// The output's height or width, or `nil` where the stride leaves a remainder.
  private func extent(_ size: Int, _ kernel: Int) -> Int? {
    let room = size + 2 * padding - kernel
    return room >= 0 && room.isMultiple(of: stride) ? room / stride + 1 : nil
  }
}
