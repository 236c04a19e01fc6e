public import ONNXModel
public import Tensors

/// Four channels become one of twice the height and width.
///
/// Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016, https://arxiv.org/abs/1609.05158. Input
/// `(n, 4c, h, w)`, output `(n, c, 2h, 2w)`: input channel `c * 4 + i * 2 + j` goes to `(c, 2y + i, 2x + j)`.
public struct PixelShuffle: Operator {
  public static let id = "pixel-shuffle"
  public static let examples = [OperatorExample(PixelShuffle(), [Shape(2, 8, 2, 3)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4, inputs[0].channels.isMultiple(of: 4) else {
      throw ShapeError(Self.id, expected: "(n,4c,h,w)", actual: inputs)
    }
    let shape = inputs[0]
    return Shape(shape.batch, shape.channels / 4, shape.height * 2, shape.width * 2)
  }

  public func reach(for inputs: [Shape]) -> Reach { .enlarging(factor: 2) }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    var output = Tensor(
      Shape(shape.batch, shape.channels / 4, shape.height * 2, shape.width * 2))
    forEachPixel(shape) { source, destination in output.scalars[destination] = scalars[source] }
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    var result = Tensor(inputs[0].shape)
    forEachPixel(inputs[0].shape) { source, destination in
      result.scalars[source] = gradient.scalars[destination]
    }
    return [result]
  }

  /// Emits PyTorch's channel order (`CRD`); the exporter turns it into the more portable `DCR` where it can permute the
  /// weights in front.
  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append(
      "DepthToSpace", inputs.map(\.name), outputs: [output.name],
      attributes: [("blocksize", .int(2)), ("mode", .string("CRD"))])
  }

  /// Calls `body` with the index of each input pixel and of the output pixel that it becomes.
  private func forEachPixel(_ input: Shape, _ body: (Int, Int) -> Void) {
    let (height, width) = (input.height, input.width)
    var source = 0
    for plane in 0..<(input.batch * input.channels) {
      let (image, i, j) = (plane / 4, plane % 4 / 2, plane % 2)
      for y in 0..<height {
        let row = ((image * height + y) * 2 + i) * width * 2 + j
        for x in 0..<width {
          body(source, row + 2 * x)
          source += 1
        }
      }
    }
  }
}
