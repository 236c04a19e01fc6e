public import ONNXModel
public import Tensors

/// The channels of two images of the same size, the first image's before the second's.
public struct Concatenate: Operator {
  public static let id = "concatenate"
  public static let examples = [
    OperatorExample(Concatenate(), [Shape(2, 1, 3, 4), Shape(2, 3, 3, 4)])
  ]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs.allSatisfy({ $0.rank == 4 }),
      inputs[0].batch == inputs[1].batch, inputs[0].height == inputs[1].height,
      inputs[0].width == inputs[1].width
    else {
      throw ShapeError(Self.id, expected: "(n,a,h,w) and (n,b,h,w)", actual: inputs)
    }
    let shape = inputs[0]
    return Shape(
      shape.batch, shape.channels + inputs[1].channels, shape.height, shape.width)
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (first, second) = (inputs[0], inputs[1])
    let sizes = (first.shape.count / first.shape.batch, second.shape.count / first.shape.batch)
    var scalars: [Float] = []
    scalars.reserveCapacity(first.shape.count + second.shape.count)
    for image in 0..<first.shape.batch {
      scalars += first.scalars[(image * sizes.0)..<((image + 1) * sizes.0)]
      scalars += second.scalars[(image * sizes.1)..<((image + 1) * sizes.1)]
    }
    let channels = first.shape.channels + second.shape.channels
    return Tensor(
      Shape(first.shape.batch, channels, first.shape.height, first.shape.width), scalars)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (first, second) = (inputs[0].shape, inputs[1].shape)
    let sizes = (first.count / first.batch, second.count / first.batch)
    var parts: ([Float], [Float]) = ([], [])
    for image in 0..<first.batch {
      let start = image * (sizes.0 + sizes.1)
      parts.0 += gradient.scalars[start..<(start + sizes.0)]
      parts.1 += gradient.scalars[(start + sizes.0)..<(start + sizes.0 + sizes.1)]
    }
    return [Tensor(first, parts.0), Tensor(second, parts.1)]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append(
      "Concat", inputs.map(\.name), outputs: [output.name], attributes: [("axis", .int(1))])
  }
}
