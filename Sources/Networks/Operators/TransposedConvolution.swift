public import ONNXModel
public import Tensors

/// Doubles height and width: each pixel becomes a 2 × 2 block by learned weights, and blocks do not overlap.
///
/// Inputs: image `(n, in, h, w)`, weights `(in, out, 2, 2)`, optionally bias `(out)`. Output: `(n, out, 2h, 2w)`.
public struct TransposedConvolution: Operator {
  public static let id = "transposed-convolution"
  public static let examples = [
    OperatorExample(TransposedConvolution(), [Shape(2, 3, 2, 3), Shape(3, 2, 2, 2), Shape(2)]),
    OperatorExample(TransposedConvolution(), [Shape(1, 2, 3, 2), Shape(2, 3, 2, 2)]),
  ]

  /// Creates the operator.
  public init() {}

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard (2...3).contains(inputs.count), inputs[0].rank == 4, inputs[1].rank == 4,
      inputs[1][0] == inputs[0].channels, inputs[1][2] == 2, inputs[1][3] == 2,
      inputs.count == 2 || inputs[2] == Shape(inputs[1][1])
    else {
      throw ShapeError(
        Self.id, expected: "(n,in,h,w), (in,out,2,2) and maybe (out)", actual: inputs)
    }
    return Shape(inputs[0].batch, inputs[1][1], inputs[0].height * 2, inputs[0].width * 2)
  }

  public func reach(for inputs: [Shape]) -> Reach { .enlarging(factor: 2) }

  public func multiplyAccumulates(for inputs: [Shape]) -> Int {
    inputs[0].count * inputs[1][1] * 4
  }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (image, weight, shape) = (inputs[0].scalars, inputs[1].scalars, inputs[0].shape)
    let channels = inputs[1].shape[1]
    let bias = inputs.count == 3 ? inputs[2].scalars : [Float](repeating: 0, count: channels)
    var output = Tensor(Shape(shape.batch, channels, shape.height * 2, shape.width * 2))
    for n in 0..<shape.batch {
      for o in 0..<channels {
        for tap in 0..<4 {
          for y in 0..<shape.height {
            var row = [Double](repeating: Double(bias[o]), count: shape.width)
            for c in 0..<shape.channels {
              let factor = Double(weight[(c * channels + o) * 4 + tap])
              let first = ((n * shape.channels + c) * shape.height + y) * shape.width
              for x in 0..<shape.width { row[x] += factor * Double(image[first + x]) }
            }
            let first = outputIndex(n * channels + o, tap, y, shape)
            for x in 0..<shape.width { output.scalars[first + 2 * x] = Float(row[x]) }
          }
        }
      }
    }
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    let (image, weight, shape) = (inputs[0].scalars, inputs[1].scalars, inputs[0].shape)
    let channels = inputs[1].shape[1]
    var imageGradient = [Double](repeating: 0, count: image.count)
    var weightGradient = [Double](repeating: 0, count: weight.count)
    var biasGradient = [Double](repeating: 0, count: channels)
    for n in 0..<shape.batch {
      for o in 0..<channels {
        for tap in 0..<4 {
          for y in 0..<shape.height {
            let first = outputIndex(n * channels + o, tap, y, shape)
            let row = (0..<shape.width).map { Double(gradient.scalars[first + 2 * $0]) }
            for x in 0..<shape.width { biasGradient[o] += row[x] }
            for c in 0..<shape.channels {
              let index = (c * channels + o) * 4 + tap
              let start = ((n * shape.channels + c) * shape.height + y) * shape.width
              let factor = Double(weight[index])
              var sum = 0.0
              for x in 0..<shape.width {
                sum += row[x] * Double(image[start + x])
                imageGradient[start + x] += row[x] * factor
              }
              weightGradient[index] += sum
            }
          }
        }
      }
    }
    return zip([imageGradient, weightGradient, biasGradient], inputs).map { sums, input in
      Tensor(input.shape, sums.map { Float($0) })
    }
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    graph.append(
      "ConvTranspose", inputs.map(\.name), outputs: [output.name],
      attributes: [
        ("kernel_shape", .ints([2, 2])), ("strides", .ints([2, 2])),
        ("pads", .ints([0, 0, 0, 0])), ("dilations", .ints([1, 1])), ("group", .int(1)),
      ])
  }

  /// The index of the first output pixel of input row `y` for tap `i * 2 + j`.
  private func outputIndex(_ plane: Int, _ tap: Int, _ y: Int, _ input: Shape) -> Int {
    ((plane * input.height + y) * 2 + tap / 2) * input.width * 2 + tap % 2
  }
}
