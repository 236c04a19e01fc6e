public import Tensors

/// A compiler of networks: the only thing that knows how the arithmetic is done.
///
/// The same network, weights and input give the same bits for any thread count.
public protocol Backend: Sendable {
  /// The stable identifier that records name: `reference` or `cpu`.
  var id: String { get }
  func inferencePlan(for network: Network) throws -> any InferencePlan
  func trainingPlan(for network: Network) throws -> any TrainingPlan
}

/// A network compiled for one input shape, to run forward only.
///
/// A plan owns scratch memory: one task at a time may use it.
public protocol InferencePlan: AnyObject {
  var network: Network { get }
  /// Takes a copy of the weights, in whatever layout the plan likes.
  func load(_ weights: Weights) throws
  func run(_ input: Tensor) throws -> Tensor
}

/// A network compiled for one input shape, to run forward and backward.
public protocol TrainingPlan: AnyObject {
  var network: Network { get }
  func load(_ weights: Weights) throws
  /// Runs forward and keeps what ``backward(_:)`` needs.
  func forward(_ input: Tensor) throws -> Tensor
  /// Returns the gradient of every parameter, given the gradient of the loss with respect to the last output.
  func backward(_ outputGradient: Tensor) throws -> Weights
}
