import Kernels

/// A convolution by its definition, in double precision, for any ``WeightGeometry``.
struct DirectConvolution {
  let geometry: WeightGeometry
  let form: Form
  let batch: Int
  /// The coarser image's size.
  let height: Int
  let width: Int

  enum Form {
    case same
    case reducing
    case enlarging
    case depthwise
  }

  var sourceSize: (height: Int, width: Int) {
    form == .reducing ? (2 * height, 2 * width) : (height, width)
  }
  var resultSize: (height: Int, width: Int) {
    form == .enlarging ? (2 * height, 2 * width) : (height, width)
  }

  /// Calls `body` with the indices of each result, source and weight scalar that meet in a product.
  func forEachProduct(_ body: (_ result: Int, _ source: Int, _ weight: Int) -> Void) {
    let window = form == .same || form == .depthwise ? (geometry.taps == 9 ? 3 : 1) : 2
    let margin = window == 3 ? 1 : 0
    let (source, result) = (sourceSize, resultSize)
    for n in 0..<batch {
      for o in 0..<geometry.outputs {
        for i in form == .depthwise ? o..<(o + 1) : 0..<geometry.inputs {
          for y in 0..<height {
            for x in 0..<width {
              for tap in 0..<geometry.taps {
                let (r, q) = (tap / window, tap % window)
                var (sy, sx, ry, rx) = (y + r - margin, x + q - margin, y, x)
                switch form {
                case .same, .depthwise: break
                case .reducing: (sy, sx) = (2 * y + r, 2 * x + q)
                case .enlarging: (sy, sx, ry, rx) = (y, x, 2 * y + r, 2 * x + q)
                }
                guard sy >= 0, sy < source.height, sx >= 0, sx < source.width else { continue }
                let weight =
                  form == .depthwise
                  ? o * 9 + tap
                  : o * geometry.outputStride + i * geometry.inputStride
                    + tap * geometry.tapStride
                body(
                  ((n * geometry.outputs + o) * result.height + ry) * result.width + rx,
                  ((n * geometry.inputs + i) * source.height + sy) * source.width + sx, weight)
              }
            }
          }
        }
      }
    }
  }

  func forward(_ source: [Float], _ weights: [Float]) -> [Double] {
    var sums = [Double](
      repeating: 0, count: batch * geometry.outputs * resultSize.height * resultSize.width)
    forEachProduct { sums[$0] += Double(source[$1]) * Double(weights[$2]) }
    return sums
  }

  func dataGradient(_ gradient: [Float], _ weights: [Float]) -> [Double] {
    var sums = [Double](
      repeating: 0, count: batch * geometry.inputs * sourceSize.height * sourceSize.width)
    forEachProduct { sums[$1] += Double(gradient[$0]) * Double(weights[$2]) }
    return sums
  }

  func weightGradient(_ source: [Float], _ gradient: [Float], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    forEachProduct { sums[$2] += Double(source[$1]) * Double(gradient[$0]) }
    return sums
  }
}
