public import ONNXModel
public import Tensors

/// The element-wise difference, first minus second, of two tensors of the same shape.
public struct Subtract: Operator {
  public static let id = "subtract"
  public static let examples = [
    OperatorExample(Subtract(), [Shape(2, 3, 3, 4), Shape(2, 3, 3, 4)])
  ]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw ShapeError(Self.id, expected: "two equal shapes", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    var scalars = inputs[0].scalars
    let subtrahend = inputs[1].scalars
    for i in scalars.indices { scalars[i] -= subtrahend[i] }
    return Tensor(inputs[0].shape, scalars)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    [gradient, Tensor(gradient.shape, gradient.scalars.map { -$0 })]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append("Sub", inputs.map(\.name), outputs: [output.name])
  }
}
