public import Tensors

/// The mean absolute difference.
public struct L1Loss: Loss {
  public static let id = "l1"

  public init() {}

  public func value(_ output: Tensor, _ target: Tensor) -> Double {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var sum = 0.0
    for i in a.indices { sum += abs(Double(a[i]) - Double(b[i])) }
    return sum / Double(a.count)
  }

  public func gradient(_ output: Tensor, _ target: Tensor) -> Tensor {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var result = Tensor(output.shape)
    let share = 1 / Float(a.count)
    for i in a.indices { result.scalars[i] = a[i] > b[i] ? share : a[i] < b[i] ? -share : 0 }
    return result
  }
}
