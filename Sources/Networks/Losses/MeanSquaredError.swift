public import Tensors

/// The mean squared difference.
public struct MeanSquaredError: Loss {
  public static let id = "mse"

  public init() {}

  public func value(_ output: Tensor, _ target: Tensor) -> Double {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    return Self.mean(output.scalars[...], target.scalars[...])
  }

  public func gradient(_ output: Tensor, _ target: Tensor) -> Tensor {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var result = Tensor(output.shape)
    let share = 2 / Double(a.count)
    for i in a.indices { result.scalars[i] = Float(share * (Double(a[i]) - Double(b[i]))) }
    return result
  }

  /// The mean squared difference of two equally long runs of scalars.
  static func mean(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    var sum = 0.0
    for i in a.indices {
      let difference = Double(a[i]) - Double(b[i])
      sum += difference * difference
    }
    return sum / Double(a.count)
  }
}
