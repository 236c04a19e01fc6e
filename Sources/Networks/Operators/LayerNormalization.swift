public import ONNXModel
public import Tensors

/// Normalises the channels of each pixel to zero mean and unit variance, then scales and shifts each channel.
///
/// Ba, Kiros, Hinton, "Layer Normalization", 2016, https://arxiv.org/abs/1607.06450, as NAFNet applies it to images.
/// Without centring it divides by the root mean square only (Zhang, Sennrich, 2019, https://arxiv.org/abs/1910.07467),
/// which bias-free networks need. Inputs: image `(n, c, h, w)`, weight `(c)`, and optionally bias `(c)`.
public struct LayerNormalization: Operator {
  public static let id = "layer-normalization"
  public static let examples = [
    OperatorExample(LayerNormalization(), [Shape(2, 6, 2, 3), Shape(6), Shape(6)]),
    OperatorExample(LayerNormalization(), [Shape(1, 6, 2, 3), Shape(6)]),
    OperatorExample(
      LayerNormalization(epsilon: 1e-12, centered: false), [Shape(2, 6, 2, 3), Shape(6)]),
  ]

  /// Added to the variance, or to the mean square, so that flat pixels stay finite.
  public var epsilon: Float
  /// Whether the mean over channels is subtracted first.
  public var centered: Bool

  /// Creates the operator; the defaults are NAFNet's.
  public init(epsilon: Float = 1e-6, centered: Bool = true) {
    self.epsilon = epsilon
    self.centered = centered
  }

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard (2...3).contains(inputs.count), inputs[0].rank == 4,
      inputs.dropFirst().allSatisfy({ $0 == Shape(inputs[0].channels) })
    else {
      throw ShapeError(Self.id, expected: "(n,c,h,w), (c) and maybe (c)", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars, weight) = (inputs[0].shape, inputs[0].scalars, inputs[1].scalars)
    let bias = inputs.count == 3 ? inputs[2].scalars : [Float](repeating: 0, count: shape.channels)
    var output = [Float](repeating: 0, count: scalars.count)
    let area = shape.height * shape.width
    forEachPixel(shape) { first in
      let (mean, inverse) = statistics(scalars, first, shape.channels, area)
      for c in 0..<shape.channels {
        let i = first + c * area
        let normal = (Double(scalars[i]) - mean) * inverse
        output[i] = Float(normal * Double(weight[c]) + Double(bias[c]))
      }
    }
    return Tensor(shape, output)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (shape, scalars, weight) = (inputs[0].shape, inputs[0].scalars, inputs[1].scalars)
    let (area, channels) = (shape.height * shape.width, shape.channels)
    var imageGradient = [Float](repeating: 0, count: scalars.count)
    var weightGradient = [Double](repeating: 0, count: channels)
    var biasGradient = weightGradient
    forEachPixel(shape) { first in
      let (mean, inverse) = statistics(scalars, first, channels, area)
      var (meanGradient, meanProduct) = (0.0, 0.0)
      for c in 0..<channels {
        let g = Double(gradient.scalars[first + c * area])
        let normal = (Double(scalars[first + c * area]) - mean) * inverse
        weightGradient[c] += g * normal
        biasGradient[c] += g
        meanGradient += g * Double(weight[c]) / Double(channels)
        meanProduct += g * Double(weight[c]) * normal / Double(channels)
      }
      if !centered { meanGradient = 0 }
      for c in 0..<channels {
        let i = first + c * area
        let normal = (Double(scalars[i]) - mean) * inverse
        let weighted = Double(gradient.scalars[i]) * Double(weight[c])
        imageGradient[i] = Float(inverse * (weighted - meanGradient - normal * meanProduct))
      }
    }
    let learned = [weightGradient, biasGradient].prefix(inputs.count - 1)
    return [Tensor(shape, imageGradient)]
      + learned.map { Tensor(Shape(channels), $0.map { Float($0) }) }
  }

  /// Means over channels are 1 × 1 convolutions: mobile runtimes take them where they refuse `ReduceMean`.
  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    let name = output.name
    let channels = inputs[0].shape.channels
    var deviation = inputs[0].name
    if centered {
      graph.appendChannelMean(of: deviation, channels: channels, output: "\(name).mean")
      graph.append("Sub", [deviation, "\(name).mean"], outputs: ["\(name).deviation"])
      deviation = "\(name).deviation"
    }
    graph.append("Mul", [deviation, deviation], outputs: ["\(name).square"])
    graph.appendChannelMean(of: "\(name).square", channels: channels, output: "\(name).variance")
    graph.append(constant: "\(name).epsilon", .floats([epsilon], dimensions: [1]))
    graph.append("Add", ["\(name).variance", "\(name).epsilon"], outputs: ["\(name).guarded"])
    graph.append("Sqrt", ["\(name).guarded"], outputs: ["\(name).magnitude"])
    graph.append("Div", [deviation, "\(name).magnitude"], outputs: ["\(name).normal"])
    graph.store(inputs[1].name, dimensions: [channels, 1, 1])
    guard inputs.count == 3 else {
      return graph.append("Mul", ["\(name).normal", inputs[1].name], outputs: [name])
    }
    graph.append("Mul", ["\(name).normal", inputs[1].name], outputs: ["\(name).scaled"])
    graph.store(inputs[2].name, dimensions: [channels, 1, 1])
    graph.append("Add", ["\(name).scaled", inputs[2].name], outputs: [name])
  }

  private func forEachPixel(_ shape: Shape, _ body: (Int) -> Void) {
    let area = shape.height * shape.width
    for image in 0..<shape.batch {
      for pixel in 0..<area { body(image * shape.channels * area + pixel) }
    }
  }

  private func statistics(_ scalars: [Float], _ first: Int, _ channels: Int, _ area: Int)
    -> (mean: Double, inverse: Double)
  {
    var mean = 0.0
    if centered {
      for c in 0..<channels { mean += Double(scalars[first + c * area]) }
      mean /= Double(channels)
    }
    var square = 0.0
    for c in 0..<channels {
      let deviation = Double(scalars[first + c * area]) - mean
      square += deviation * deviation
    }
    return (mean, 1 / (square / Double(channels) + Double(epsilon)).squareRoot())
  }
}
