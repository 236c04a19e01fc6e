public import ONNXModel
public import Tensors

/// The mean of every channel over the whole frame, accumulated in double precision.
///
/// Input `(n, c, h, w)`, output `(n, c, 1, 1)`.
public struct GlobalAveragePool: Operator {
  public static let id = "global-average-pool"
  public static let examples = [OperatorExample(GlobalAveragePool(), [Shape(2, 3, 3, 4)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4, inputs[0].count > 0 else {
      throw ShapeError(Self.id, expected: "(n,c,h,w), not empty", actual: inputs)
    }
    return Shape(inputs[0].batch, inputs[0].channels, 1, 1)
  }

  public func reach(for inputs: [Shape]) -> Reach { .everywhere }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    let area = shape.height * shape.width
    let means = (0..<(shape.batch * shape.channels)).map { plane in
      var sum = 0.0
      for i in (plane * area)..<((plane + 1) * area) { sum += Double(scalars[i]) }
      return Float(sum / Double(area))
    }
    return Tensor(Shape(shape.batch, shape.channels, 1, 1), means)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let shape = inputs[0].shape
    let area = shape.height * shape.width
    var result = Tensor(shape)
    for i in result.scalars.indices {
      result.scalars[i] = gradient.scalars[i / area] / Float(area)
    }
    return [result]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append("GlobalAveragePool", inputs.map(\.name), outputs: [output.name])
  }
}
