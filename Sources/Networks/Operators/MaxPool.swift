public import ONNXModel
public import Tensors

/// The largest of each 2 × 2 block of pixels.
///
/// Input `(n, c, 2h, 2w)`, output `(n, c, h, w)`. Of equal values the first in reading order takes the gradient, as in
/// PyTorch.
public struct MaxPool: Operator {
  public static let id = "max-pool"
  public static let examples = [OperatorExample(MaxPool(), [Shape(2, 3, 4, 6)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4, inputs[0].height.isMultiple(of: 2),
      inputs[0].width.isMultiple(of: 2)
    else {
      throw ShapeError(Self.id, expected: "(n,c,2h,2w)", actual: inputs)
    }
    let shape = inputs[0]
    return Shape(shape.batch, shape.channels, shape.height / 2, shape.width / 2)
  }

  public func reach(for inputs: [Shape]) -> Reach { .reducing(factor: 2, radius: 0) }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    var output = Tensor(Shape(shape.batch, shape.channels, shape.height / 2, shape.width / 2))
    forEachBlock(shape) { block, first in
      output.scalars[block] = scalars[Self.largest(scalars, first, width: shape.width)]
    }
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    var result = Tensor(shape)
    forEachBlock(shape) { block, first in
      result.scalars[Self.largest(scalars, first, width: shape.width)] = gradient.scalars[block]
    }
    return [result]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append(
      "MaxPool", inputs.map(\.name), outputs: [output.name],
      attributes: [
        ("kernel_shape", .ints([2, 2])), ("strides", .ints([2, 2])), ("pads", .ints([0, 0, 0, 0])),
      ])
  }

  /// Calls `body` with each output index and the index of its block's top left input.
  private func forEachBlock(_ input: Shape, _ body: (Int, Int) -> Void) {
    var block = 0
    for row in 0..<(input.batch * input.channels * input.height / 2) {
      for column in 0..<(input.width / 2) {
        body(block, 2 * row * input.width + 2 * column)
        block += 1
      }
    }
  }

  private static func largest(_ scalars: [Float], _ first: Int, width: Int) -> Int {
    var best = first
    for candidate in [first + 1, first + width, first + width + 1]
    where scalars[candidate] > scalars[best] {
      best = candidate
    }
    return best
  }
}
