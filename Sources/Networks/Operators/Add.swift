public import ONNXModel
public import Tensors

/// The element-wise sum of two tensors of the same shape.
public struct Add: Operator {
  public static let id = "add"
  public static let examples = [OperatorExample(Add(), [Shape(2, 3, 3, 4), Shape(2, 3, 3, 4)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw ShapeError(Self.id, expected: "two equal shapes", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    var output = inputs[0]
    output.accumulate(inputs[1])
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    [gradient, gradient]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append("Add", inputs.map(\.name), outputs: [output.name])
  }
}
