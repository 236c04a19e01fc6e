public import ONNXModel
public import Tensors

/// Multiplies each pixel by the root mean square, over channels, of another image's pixel.
///
/// The counterpart of an uncentred ``LayerNormalization``: a branch that normalises its input forgets how bright it was, and
/// this gives it back, so that a bias-free network scales with its input, `f(a x) = a f(x)`. (Mohan et al., "Robust and
/// Interpretable Blind Image Denoising via Bias-Free Convolutional Neural Networks", 2020,
/// https://arxiv.org/abs/1906.05478, argue why a denoiser should.) Inputs: image and reference, both `(n, c, h, w)`.
public struct MagnitudeRestoration: Operator {
  public static let id = "magnitude-restoration"
  public static let examples = [
    OperatorExample(MagnitudeRestoration(), [Shape(2, 6, 2, 3), Shape(2, 6, 2, 3)])
  ]

  /// Added to the mean square; the value that the normalisation used.
  public var epsilon: Float

  /// Creates the operator.
  public init(epsilon: Float = 1e-12) {
    self.epsilon = epsilon
  }

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0].rank == 4, inputs[0] == inputs[1] else {
      throw ShapeError(Self.id, expected: "two equal (n,c,h,w)", actual: inputs)
    }
    return inputs[0]
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    var output = inputs[0].scalars
    let reference = inputs[1].scalars
    forEachPixel(inputs[0].shape) { indices in
      let magnitude = Float(self.magnitude(reference, indices))
      for i in indices { output[i] *= magnitude }
    }
    return Tensor(inputs[0].shape, output)
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (image, reference) = (inputs[0].scalars, inputs[1].scalars)
    var imageGradient = gradient.scalars
    var referenceGradient = [Float](repeating: 0, count: reference.count)
    forEachPixel(inputs[0].shape) { indices in
      let magnitude = self.magnitude(reference, indices)
      var product = 0.0
      for i in indices {
        product += Double(gradient.scalars[i]) * Double(image[i])
        imageGradient[i] *= Float(magnitude)
      }
      let factor = product / (magnitude * Double(inputs[0].shape.channels))
      for i in indices { referenceGradient[i] = Float(Double(reference[i]) * factor) }
    }
    return [
      Tensor(inputs[0].shape, imageGradient), Tensor(inputs[1].shape, referenceGradient),
    ]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    let name = output.name
    graph.append("Mul", [inputs[1].name, inputs[1].name], outputs: ["\(name).square"])
    graph.appendChannelMean(
      of: "\(name).square", channels: inputs[1].shape.channels, output: "\(name).mean")
    graph.append(constant: "\(name).epsilon", .floats([epsilon], dimensions: [1]))
    graph.append("Add", ["\(name).mean", "\(name).epsilon"], outputs: ["\(name).guarded"])
    graph.append("Sqrt", ["\(name).guarded"], outputs: ["\(name).magnitude"])
    graph.append("Mul", [inputs[0].name, "\(name).magnitude"], outputs: [name])
  }

  private func magnitude(_ scalars: [Float], _ indices: StrideTo<Int>) -> Double {
    var (square, count) = (0.0, 0.0)
    for i in indices {
      square += Double(scalars[i]) * Double(scalars[i])
      count += 1
    }
    return (square / count + Double(epsilon)).squareRoot()
  }

  /// Calls `body` with the indices of each pixel's channels.
  private func forEachPixel(_ shape: Shape, _ body: (StrideTo<Int>) -> Void) {
    let area = shape.height * shape.width
    for image in 0..<shape.batch {
      let start = image * shape.channels * area
      for pixel in 0..<area {
        body(stride(from: start + pixel, to: start + shape.channels * area, by: area))
      }
    }
  }
}
