import Tensors

/// What AdamW remembers between steps: how many it made, and two moments of each weight's gradients.
///
/// ``weights`` and ``init(_:)`` carry it through a weights file and back with no bit lost.
public struct AdamWState: Equatable, Sendable {
  /// The steps made so far.
  public var step: Int
  /// The running mean of the gradients.
  public var first: Weights
  /// The running mean of the squared gradients.
  public var second: Weights

  /// The state before the first step.
  public init(for weights: Weights) {
    step = 0
    let zeros = zip(weights.names, weights.tensors).map { (name: $0, tensor: Tensor($1.shape)) }
    first = Weights(zeros)
    second = Weights(zeros)
  }

  /// The state as named tensors: `adamw.step`, `adamw.first.<name>` and `adamw.second.<name>`.
  public var weights: Weights {
    // Float32 counts exactly only to 2^24, hence two digits of base 2^16.
    let digits = [Float(step >> 16), Float(step & 0xffff)]
    var entries = [(name: "adamw.step", tensor: Tensor(Shape(2), digits))]
    for (part, moments) in [("first", first), ("second", second)] {
      entries += zip(moments.names, moments.tensors).map { ("adamw.\(part).\($0)", $1) }
    }
    return Weights(entries)
  }

  /// Restores what ``weights`` made; tensors of other names are ignored, so that one file may carry more.
  public init(_ weights: Weights) throws {
    let digits = try weights.tensor(named: "adamw.step").scalars
    guard digits.count == 2, digits.allSatisfy({ $0 >= 0 && $0 < 16_777_216 }) else {
      throw WeightMismatch("adamw.step is not a step count; the optimizer's state is damaged")
    }
    step = Int(digits[0]) << 16 + Int(digits[1])
    func moments(_ part: String) -> Weights {
      let prefix = "adamw.\(part)."
      return Weights(
        zip(weights.names, weights.tensors).filter { $0.0.hasPrefix(prefix) }
          .map { (String($0.dropFirst(prefix.count)), $1) })
    }
    first = moments("first")
    second = moments("second")
    guard first.names == second.names else {
      throw WeightMismatch("the optimizer's two moments are of different weights")
    }
  }
}
