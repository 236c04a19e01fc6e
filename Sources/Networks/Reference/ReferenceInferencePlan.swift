package import Tensors

/// Interprets a network forward, letting go of each tensor after its last use.
final class ReferenceInferencePlan: InferencePlan {
  let network: Network
  private let lastUses: [Int]
  private var weights: Weights?

  init(_ network: Network) {
    self.network = network
    var lastUses = [Int](network.steps.indices)
    for (index, step) in network.steps.enumerated() {
      for case .step(let source) in step.inputs { lastUses[source] = index }
    }
    self.lastUses = lastUses
  }

  func load(_ weights: Weights) throws {
    try weights.check(against: network)
    self.weights = weights
  }

  func run(_ input: Tensor) throws -> Tensor {
    guard let weights else { throw PlanError.noWeights }
    try network.check(input)
    var results = [Tensor?](repeating: nil, count: network.steps.count)
    for (index, step) in network.steps.enumerated() {
      let inputs = try step.inputs.map { try value($0, input, weights, results) }
      results[index] = step.operation.forward(inputs)
      for case .step(let source) in step.inputs where lastUses[source] == index {
        results[source] = nil
      }
    }
    return try value(.step(network.steps.count - 1), input, weights, results)
  }

  private func value(
    _ source: Network.Source, _ input: Tensor, _ weights: Weights, _ results: [Tensor?]
  ) throws -> Tensor {
    switch source {
    case .input: return input
    case .parameter(let name): return try weights.tensor(named: name)
    case .step(let index):
      guard let tensor = results[index] else {
        throw PlanError("step \(index) is used before it is computed")
      }
      return tensor
    }
  }
}

extension Network {
  /// Checks that a tensor is an input of the traced shape.
  package func check(_ input: Tensor) throws(ShapeError) {
    guard input.shape == inputShape else {
      throw ShapeError("network", expected: inputShape.description, actual: [input.shape])
    }
  }
}
