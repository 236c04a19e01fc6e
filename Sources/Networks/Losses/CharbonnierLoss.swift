public import Tensors

/// A rounded mean absolute difference, smooth at zero: the mean of `sqrt(d² + ε²)`.
///
/// Charbonnier, Blanc-Féraud, Aubert, Barlaud, 1994; for restoration networks Lai et al. 2017,
/// https://arxiv.org/abs/1704.03915, with ε = 1e-3.
public struct CharbonnierLoss: Loss {
  public static let id = "charbonnier"

  /// The difference, in the output's unit, below which the loss is nearly quadratic.
  public var epsilon = 1e-3

  public init() {}

  public func value(_ output: Tensor, _ target: Tensor) -> Double {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var sum = 0.0
    for i in a.indices {
      let difference = Double(a[i]) - Double(b[i])
      sum += (difference * difference + epsilon * epsilon).squareRoot()
    }
    return sum / Double(a.count)
  }

  public func gradient(_ output: Tensor, _ target: Tensor) -> Tensor {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var result = Tensor(output.shape)
    let share = 1 / Double(a.count)
    for i in a.indices {
      let difference = Double(a[i]) - Double(b[i])
      let length = (difference * difference + epsilon * epsilon).squareRoot()
      result.scalars[i] = Float(share * difference / length)
    }
    return result
  }
}
