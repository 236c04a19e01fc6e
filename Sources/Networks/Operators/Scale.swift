public import ONNXModel
public import Tensors

/// The product of an image and a factor a channel: NAFNet's learned `beta` and `gamma`, and its channel attention.
///
/// Inputs: image `(n, c, h, w)`; factors `(1, c, 1, 1)` or `(n, c, 1, 1)`, broadcast, or `(n, c, h, w)` (the local
/// statistics of ``LocalAveragePool``). Output: `(n, c, h, w)`.
public struct Scale: Operator {
  public static let id = "scale"
  public static let examples = [
    OperatorExample(Scale(), [Shape(2, 3, 3, 4), Shape(1, 3, 1, 1)]),
    OperatorExample(Scale(), [Shape(2, 3, 3, 4), Shape(2, 3, 1, 1)]),
    OperatorExample(Scale(), [Shape(2, 3, 3, 4), Shape(2, 3, 3, 4)]),
  ]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0].rank == 4,
      inputs[1] == inputs[0] || inputs[1] == Shape(inputs[0].batch, inputs[0].channels, 1, 1)
        || inputs[1] == Shape(1, inputs[0].channels, 1, 1)
    else {
      throw ShapeError(
        Self.id, expected: "(n,c,h,w) and (1,c,1,1), (n,c,1,1) or (n,c,h,w)", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, factors) = (inputs[0].shape, inputs[1].scalars)
    let stride = Stride(image: shape, factors: inputs[1].shape)
    var scalars = inputs[0].scalars
    for plane in 0..<(shape.batch * shape.channels) {
      let start = stride.start(plane)
      for i in 0..<stride.area {
        scalars[plane * stride.area + i] *= factors[start + i * stride.step]
      }
    }
    return Tensor(shape, scalars)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (shape, image, factors) = (inputs[0].shape, inputs[0].scalars, inputs[1].scalars)
    let stride = Stride(image: shape, factors: inputs[1].shape)
    var imageGradient = gradient.scalars
    var factorGradient = [Double](repeating: 0, count: factors.count)
    for plane in 0..<(shape.batch * shape.channels) {
      let start = stride.start(plane)
      for i in 0..<stride.area {
        let (pixel, factor) = (plane * stride.area + i, start + i * stride.step)
        factorGradient[factor] += Double(imageGradient[pixel]) * Double(image[pixel])
        imageGradient[pixel] *= factors[factor]
      }
    }
    return [
      Tensor(shape, imageGradient), Tensor(inputs[1].shape, factorGradient.map { Float($0) }),
    ]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append("Mul", inputs.map(\.name), outputs: [output.name])
  }

  /// Where a plane's factors begin, and whether they advance with the pixels.
  private struct Stride {
    let area: Int
    let step: Int
    let channels: Int
    let shared: Bool

    init(image: Shape, factors: Shape) {
      area = image.height * image.width
      step = factors == image ? 1 : 0
      channels = image.channels
      shared = factors.batch == 1
    }

    func start(_ plane: Int) -> Int {
      (shared ? plane % channels : plane) * (step == 1 ? area : 1)
    }
  }
}
