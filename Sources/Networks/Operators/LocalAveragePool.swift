public import ONNXModel
public import Tensors

/// The mean of every channel over a square window around each pixel, clipped at the frame's border.
///
/// The local stand-in for ``GlobalAveragePool`` at inference, which makes tiles agree with the whole frame: Chu et al.,
/// "Improving Image Restoration by Revisiting Global Information Aggregation", 2022, https://arxiv.org/abs/2112.04491.
/// Pixel `y` sees rows `y - window / 2 ..< y - window / 2 + window` that exist, and divides by their number; columns
/// alike. Input and output `(n, c, h, w)`.
public struct LocalAveragePool: Operator {
  public static let id = "local-average-pool"
  public static let examples = [
    OperatorExample(LocalAveragePool(window: 3), [Shape(2, 2, 4, 5)]),
    OperatorExample(LocalAveragePool(window: 4), [Shape(1, 2, 5, 6)]),
    OperatorExample(LocalAveragePool(window: 9), [Shape(1, 2, 3, 4)]),
  ]

  /// The window's height and width in pixels of the input.
  public var window: Int

  /// Creates the operator with a window of at least one pixel.
  public init(window: Int) {
    precondition(window >= 1, "a window of \(window) pixels")
    self.window = window
  }

  public func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 1, inputs[0].rank == 4 else {
      throw ShapeError(Self.id, expected: "(n,c,h,w)", actual: inputs)
    }
    return inputs[0]
  }

  public func reach(for inputs: [Shape]) -> Reach { .neighbourhood(radius: window / 2) }

  public func forward(_ inputs: [Tensor]) -> Tensor {
    let (shape, scalars) = (inputs[0].shape, inputs[0].scalars)
    var output = Tensor(shape)
    forEachPlane(shape) { start, rows, columns in
      let means = rows.weightedSums(of: columns) { Double(scalars[start + $0]) }
      for (i, mean) in means.enumerated() { output.scalars[start + i] = Float(mean) }
    }
    return output
  }

  public func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor] {
    var result = Tensor(inputs[0].shape)
    forEachPlane(inputs[0].shape) { start, rows, columns in
      let sums = rows.transposed.weightedSums(of: columns.transposed) {
        Double(gradient.scalars[start + $0])
      }
      for (i, sum) in sums.enumerated() { result.scalars[start + i] = Float(sum) }
    }
    return [result]
  }

  public func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph) {
    let (before, after) = (window / 2, (window - 1) / 2)
    graph.append(
      "AveragePool", inputs.map(\.name), outputs: [output.name],
      attributes: [
        ("kernel_shape", .ints([window, window])), ("strides", .ints([1, 1])),
        ("pads", .ints([before, before, after, after])), ("count_include_pad", .int(0)),
      ])
  }

  private func forEachPlane(_ shape: Shape, _ body: (Int, Averaging, Averaging) -> Void) {
    let rows = Averaging(count: shape.height, window: window)
    let columns = Averaging(count: shape.width, window: window)
    for plane in 0..<(shape.batch * shape.channels) {
      body(plane * shape.height * shape.width, rows, columns)
    }
  }

  /// The clipped mean along one axis as a banded matrix: output `i` is the sum over `ranges[i]` of value times weight.
  private struct Averaging {
    var ranges: [Range<Int>]
    /// The factor of input `j` in output `i`: `outputWeights[i] * inputWeights[j]`.
    var outputWeights: [Double]
    var inputWeights: [Double]

    init(count: Int, window: Int) {
      ranges = (0..<count).map { i in
        let first = i - window / 2
        return max(0, first)..<min(count, first + window)
      }
      outputWeights = ranges.map { 1 / Double($0.count) }
      inputWeights = [Double](repeating: 1, count: count)
    }

    /// The same matrix with rows and columns exchanged.
    var transposed: Averaging {
      var result = self
      result.ranges = ranges.indices.map { j in
        let first = ranges.firstIndex { $0.contains(j) } ?? 0
        let last = ranges.lastIndex { $0.contains(j) } ?? 0
        return first..<(last + 1)
      }
      swap(&result.outputWeights, &result.inputWeights)
      return result
    }

    /// Applies this matrix along rows and `columns` along columns to one plane.
    func weightedSums(of columns: Averaging, _ value: (Int) -> Double) -> [Double] {
      let (height, width) = (ranges.count, columns.ranges.count)
      var along = [Double](repeating: 0, count: height * width)
      for y in 0..<height {
        for x in 0..<width {
          var sum = 0.0
          for j in columns.ranges[x] { sum += value(y * width + j) * columns.inputWeights[j] }
          along[y * width + x] = sum * columns.outputWeights[x] * inputWeights[y]
        }
      }
      var result = [Double](repeating: 0, count: height * width)
      for y in 0..<height {
        for j in ranges[y] {
          for x in 0..<width { result[y * width + x] += along[j * width + x] }
        }
        for x in 0..<width { result[y * width + x] *= outputWeights[y] }
      }
      return result
    }
  }
}
