public import Tensors

/// A squared difference that turns linear past one noise width: the mean of `sqrt(1 + d²) - 1`.
///
/// Behind a normalisation that makes the sky's noise 1, sky and faint structure are fitted by squares, whose best answer is the
/// mean of what may be there, while a bright star's error counts only once and not squared. Charbonnier et al. 1997,
/// https://doi.org/10.1109/83.551699, call the function `φ_HS`.
public struct PseudoHuberLoss: Loss {
  public static let id = "pseudo-huber"

  public init() {}

  public func value(_ output: Tensor, _ target: Tensor) -> Double {
    precondition(output.shape == target.shape, "\(output.shape) against \(target.shape)")
    let (a, b) = (output.scalars, target.scalars)
    var sum = 0.0
    for i in a.indices {
      let difference = Double(a[i]) - Double(b[i])
      let square = difference * difference
      // The same as sqrt(1 + d²) - 1, without its cancellation for small differences.
      sum += square / ((1 + square).squareRoot() + 1)
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
      result.scalars[i] = Float(share * difference / (1 + difference * difference).squareRoot())
    }
    return result
  }
}
