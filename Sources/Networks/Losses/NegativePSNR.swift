public import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Foundation
#endif

/// Minus the peak signal-to-noise ratio in decibels, for a peak of 1: the mean over images of `10 log10(mse + 1e-8)`.
///
/// The loss that NAFNet was trained with (https://arxiv.org/abs/2204.04676); images of a batch count alike however noisy.
public struct NegativePSNR: Loss {
  public static let id = "negative-psnr"

  /// Added to each image's mean squared error, so that a perfect image stays finite.
  public var epsilon = 1e-8

  public init() {}

  public func value(_ output: Tensor, _ target: Tensor) -> Double {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let sum = errors(output, target).reduce(0) { $0 + 10 * log10($1 + epsilon) }
    return sum / Double(output.shape.batch)
  }

  public func gradient(_ output: Tensor, _ target: Tensor) -> Tensor {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    let length = a.count / output.shape.batch
    var result = Tensor(output.shape)
    for (image, error) in errors(output, target).enumerated() {
      let factor = 20 / (log(10) * (error + epsilon) * Double(a.count))
      for i in (image * length)..<((image + 1) * length) {
        result.scalars[i] = Float(factor * (Double(a[i]) - Double(b[i])))
      }
    }
    return result
  }

  /// The mean squared error of each image.
  private func errors(_ output: Tensor, _ target: Tensor) -> [Double] {
    let length = output.scalars.count / output.shape.batch
    return (0..<output.shape.batch).map { image in
      let range = (image * length)..<((image + 1) * length)
      return MeanSquaredError.mean(output.scalars[range], target.scalars[range])
    }
  }
}
