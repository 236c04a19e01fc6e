import Tensors

/// Interprets a network forward, keeps everything, and walks the steps back for the gradients.
final class ReferenceTrainingPlan: TrainingPlan {
  let network: Network
  private var weights: Weights?
  private var input: Tensor?
  private var results: [Tensor] = []
  private var learned: Weights

  init(_ network: Network) {
    self.network = network
    learned = Weights(zerosFor: network)
  }

  func load(_ weights: Weights) throws {
    try weights.check(against: network)
    self.weights = weights
  }

  func forward(_ input: Tensor) throws -> Tensor {
    try network.check(input)
    self.input = input
    results = []
    for step in network.steps {
      results.append(step.operation.forward(try step.inputs.map(value)))
    }
    return results[network.steps.count - 1]
  }

  func backward(_ outputGradient: Tensor, adds: Bool) throws {
    guard input != nil, results.count == network.steps.count else { throw PlanError.noForward }
    guard outputGradient.shape == network.outputShape else {
      throw ShapeError(
        "backward", expected: network.outputShape.description, actual: [outputGradient.shape])
    }
    var gradients = [Tensor?](repeating: nil, count: network.steps.count)
    if !adds { learned = Weights(zerosFor: network) }
    gradients[network.steps.count - 1] = outputGradient
    for index in network.steps.indices.reversed() {
      guard let gradient = gradients[index] else { continue }
      let step = network.steps[index]
      let parts = step.operation.backward(
        gradient, inputs: try step.inputs.map(value), output: results[index])
      gradients[index] = nil
      for (source, part) in zip(step.inputs, parts) {
        switch source {
        case .input: break
        case .parameter(let name): learned[name]?.accumulate(part)
        case .step(let producer):
          if gradients[producer] == nil {
            gradients[producer] = part
          } else {
            gradients[producer]?.accumulate(part)
          }
        }
      }
    }
    results = []
  }

  func withGradient<Result>(
    of parameter: String, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    guard let position = learned.names.firstIndex(of: parameter) else {
      throw MissingWeight(name: parameter, available: learned.names)
    }
    return try learned[scalarsAt: position].withUnsafeMutableBufferPointer { try body($0) }
  }

  private func value(_ source: Network.Source) throws -> Tensor {
    switch source {
    case .input:
      guard let input else { throw PlanError.noForward }
      return input
    case .parameter(let name):
      guard let weights else { throw PlanError.noWeights }
      return try weights.tensor(named: name)
    case .step(let index): return results[index]
    }
  }
}
