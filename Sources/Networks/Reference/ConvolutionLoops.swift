import Tensors

/// The plain loops of a convolution and its gradients, accumulated in double precision.
///
/// Rows are innermost so that the compiler can vectorise them; everything else is the textbook sum.
struct ConvolutionLoops {
  let image: Shape
  let weight: Shape
  let output: Shape
  private let stride: Int
  private let padding: Int
  private let groups: Int

  init(_ convolution: Convolution, image: Shape, weight: Shape) {
    self.image = image
    self.weight = weight
    stride = convolution.stride
    padding = convolution.padding
    groups = convolution.groups
    let height = (image.height + 2 * padding - weight[2]) / stride + 1
    let width = (image.width + 2 * padding - weight[2]) / stride + 1
    output = Shape(image.batch, weight[0], height, width)
  }

  func forward(_ pixels: [Float], weight factors: [Float], bias: [Float]?) -> [Float] {
    var result = [Float](repeating: 0, count: output.count)
    var row = [Double](repeating: 0, count: output.width)
    for plane in 0..<(output.batch * output.channels) {
      let (n, o) = (plane / output.channels, plane % output.channels)
      for y in 0..<output.height {
        let start = Double(bias?[o] ?? 0)
        for x in 0..<output.width { row[x] = start }
        forEachTap(n, o, y) { tap, source, columns in
          let factor = Double(factors[tap])
          for x in columns { row[x] += factor * Double(pixels[source + x * stride]) }
        }
        let first = (plane * output.height + y) * output.width
        for x in 0..<output.width { result[first + x] = Float(row[x]) }
      }
    }
    return result
  }

  func imageGradient(_ gradient: [Float], weight factors: [Float]) -> [Float] {
    var result = [Double](repeating: 0, count: image.count)
    forEachRow { n, o, y, first in
      forEachTap(n, o, y) { tap, source, columns in
        let factor = Double(factors[tap])
        for x in columns { result[source + x * stride] += factor * Double(gradient[first + x]) }
      }
    }
    return result.map { Float($0) }
  }

  func weightGradient(_ gradient: [Float], image pixels: [Float]) -> [Float] {
    var result = [Double](repeating: 0, count: weight.count)
    forEachRow { n, o, y, first in
      forEachTap(n, o, y) { tap, source, columns in
        var sum = 0.0
        for x in columns {
          sum += Double(gradient[first + x]) * Double(pixels[source + x * stride])
        }
        result[tap] += sum
      }
    }
    return result.map { Float($0) }
  }

  func biasGradient(_ gradient: [Float]) -> [Float] {
    var result = [Double](repeating: 0, count: output.channels)
    forEachRow { _, o, _, first in
      for x in first..<(first + output.width) { result[o] += Double(gradient[x]) }
    }
    return result.map { Float($0) }
  }

  /// Calls `body` with image, output channel, row, and the row's first index in the output.
  private func forEachRow(_ body: (Int, Int, Int, Int) -> Void) {
    for plane in 0..<(output.batch * output.channels) {
      for y in 0..<output.height {
        let first = (plane * output.height + y) * output.width
        body(plane / output.channels, plane % output.channels, y, first)
      }
    }
  }

  /// Calls `body` for every weight that meets output row `y` inside the frame.
  ///
  /// It is given the weight's index, the image index that output column 0 would meet, and the columns that meet the image.
  @inline(__always)
  private func forEachTap(_ n: Int, _ o: Int, _ y: Int, _ body: (Int, Int, Range<Int>) -> Void) {
    let (depth, kernel) = (weight[1], weight[2])
    let channel = o / (output.channels / groups) * depth
    for c in 0..<depth {
      for ky in 0..<kernel {
        let row = y * stride + ky - padding
        guard row >= 0, row < image.height else { continue }
        for kx in 0..<kernel {
          let shift = kx - padding
          let low = max(0, (stride - 1 - shift) / stride)
          let high = min(output.width, (image.width - 1 - shift + stride) / stride)
          guard low < high else { continue }
          let plane = (n * image.channels + channel + c) * image.height + row
          body(
            ((o * depth + c) * kernel + ky) * kernel + kx, plane * image.width + shift, low..<high)
        }
      }
    }
  }
}
