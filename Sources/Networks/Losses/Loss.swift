public import Tensors

/// A number that training makes small: how far an output is from its target.
///
/// Sums run in double precision and in reading order, so that a loss has the same bits on every run.
public protocol Loss: Sendable {
  /// The stable identifier used in configurations and records.
  static var id: String { get }

  /// Creates the loss with the constants of its paper.
  init()

  /// The loss of a batch `(n, c, h, w)` against targets of the same shape.
  func value(_ output: Tensor, _ target: Tensor) -> Double

  /// The derivative of ``value(_:_:)`` with respect to each scalar of the output.
  func gradient(_ output: Tensor, _ target: Tensor) -> Tensor
}
