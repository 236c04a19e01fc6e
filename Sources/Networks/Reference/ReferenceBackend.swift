/// The plain backend: every operator as its own file defines it, one after another.
///
/// Slow and easy to trust; whatever is faster must agree with it.
public struct ReferenceBackend: Backend {
  public let id = "reference"

  /// Creates the backend.
  public init() {}

  public func inferencePlan(for network: Network) throws -> any InferencePlan {
    ReferenceInferencePlan(network)
  }

  public func trainingPlan(for network: Network) throws -> any TrainingPlan {
    ReferenceTrainingPlan(network)
  }
}
