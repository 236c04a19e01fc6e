public import ONNXModel
public import Tensors

/// The first half of the channels times the second half: NAFNet's replacement of an activation function.
///
/// Chen et al., "Simple Baselines for Image Restoration", 2022, https://arxiv.org/abs/2204.04676, section 4.
/// Input `(n, 2c, h, w)`, output `(n, c, h, w)`.
public struct SimpleGate: Operator {
  public static let id = "simple-gate"
  public static let examples = [OperatorExample(SimpleGate(), [Shape(2, 6, 3, 4)])]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4, inputs[0].channels.isMultiple(of: 2) else {
      throw ShapeError(Self.id, expected: "(n,2c,h,w)", actual: inputs)
    }
    let shape = inputs[0]
    return Shape(shape.batch, shape.channels / 2, shape.height, shape.width)
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    let half = shape.channels / 2 * shape.height * shape.width
    var output = Tensor(Shape(shape.batch, shape.channels / 2, shape.height, shape.width))
    for image in 0..<shape.batch {
      for i in 0..<half {
        let first = 2 * image * half + i
        output.scalars[image * half + i] = scalars[first] * scalars[first + half]
      }
    }
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    let half = shape.channels / 2 * shape.height * shape.width
    var result = [Float](repeating: 0, count: scalars.count)
    for image in 0..<shape.batch {
      for i in 0..<half {
        let first = 2 * image * half + i
        let g = gradient.scalars[image * half + i]
        result[first] = g * scalars[first + half]
        result[first + half] = g * scalars[first]
      }
    }
    return [Tensor(shape, result)]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    let half = Int64(output.shape.channels)
    let sizes = "\(output.name).sizes"
    let halves = ["\(output.name).first", "\(output.name).second"]
    // Explicit sizes: without them pnnx and ncnn fail on the node.
    graph.append(constant: sizes, .integers([half, half], dimensions: [2]))
    graph.append(
      "Split", [inputs[0].name, sizes], outputs: halves, attributes: [("axis", .int(1))])
    graph.append("Mul", halves, outputs: [output.name])
  }
}
