public import ONNXModel
public import Tensors

/// The rectifier: negative values become zero.
public struct ReLU: Operator {
  public static let id = "relu"
  public static let examples = [OperatorExample(ReLU(), [Shape(2, 3, 3, 4)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1 else {
      throw ShapeError(Self.id, expected: "one tensor", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    Tensor(inputs[0].shape, inputs[0].scalars.map { $0 < 0 ? 0 : $0 })
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    var scalars = gradient.scalars
    let result = output.scalars
    for i in scalars.indices where result[i] <= 0 { scalars[i] = 0 }
    return [Tensor(gradient.shape, scalars)]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append("Relu", inputs.map(\.name), outputs: [output.name])
  }
}
