public import Tensors

/// A compiler of networks: the only thing that knows how the arithmetic is done.
///
/// The same network, weights and input give the same bits for any thread count.
public protocol Backend: Sendable {
  /// The stable identifier that records name: `reference` or `cpu`.
  var id: String { get }
  /// Compiles a network to run forward only.
  func inferencePlan(for network: Network) throws -> any InferencePlan
  /// Compiles a network to run forward and backward.
  func trainingPlan(for network: Network) throws -> any TrainingPlan
}

/// A network compiled for one input shape, to run forward only.
///
/// A plan owns scratch memory: one task at a time may use it.
public protocol InferencePlan: AnyObject {
  /// What was compiled.
  var network: Network { get }
  /// Takes a copy of the weights, in whatever layout the plan likes.
  func load(_ weights: Weights) throws
  /// Returns the output for one input of the network's shape.
  func run(_ input: Tensor) throws -> Tensor
}

/// A network compiled for one input shape, to run forward and backward.
public protocol TrainingPlan: AnyObject {
  /// What was compiled.
  var network: Network { get }
  /// Takes a copy of the weights.
  func load(_ weights: Weights) throws
  /// Runs forward and keeps what ``backward(_:)`` needs.
  func forward(_ input: Tensor) throws -> Tensor
  /// Finds the gradient of every parameter, given the gradient of the loss with respect to the last output; with `adds`, the
  /// sum of that gradient and of those that are there.
  func backward(_ outputGradient: Tensor, adds: Bool) throws
  /// Calls `body` with a parameter's gradient where the plan holds it, in the order of the parameter's tensor.
  ///
  /// Whoever needs gradients once, to clip them and to make a step, needs no copy of them.
  func withGradient<Result>(
    of parameter: String, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) throws -> Result
}

/// A plan used out of order.
public struct PlanError: Error, Equatable, CustomStringConvertible {
  public var description: String

  /// Creates the error from a sentence.
  public init(_ description: String) { self.description = description }

  /// Running before ``InferencePlan/load(_:)``.
  public static let noWeights = PlanError("the plan has no weights yet; call load(_:) first")
  /// Going backward before ``TrainingPlan/forward(_:)``.
  public static let noForward = PlanError(
    "backward needs the activations of a forward pass; call forward(_:) first")
}
