import Networks
import Tensors

/// The CPU backend with one fault: at one training step, or at the second validation, a value is not finite.
struct FaultyBackend: Backend {
  /// What goes wrong.
  enum Fault: Sendable { case output, gradient, validation }

  var fault: Fault
  var step: Int
  let id = "faulty"

  func inferencePlan(for network: Network) throws -> any InferencePlan {
    let plan = try CPUBackend().inferencePlan(for: network)
    return fault == .validation ? Judge(plan) : plan
  }

  func trainingPlan(for network: Network) throws -> any TrainingPlan {
    Plan(try CPUBackend().trainingPlan(for: network), fault, step)
  }

  private final class Judge: InferencePlan {
    private let plan: any InferencePlan
    private var runs = 0

    init(_ plan: any InferencePlan) { self.plan = plan }

    var network: Network { plan.network }

    func load(_ weights: Weights) throws { try plan.load(weights) }

    func run(_ input: Tensor) throws -> Tensor {
      var output = try plan.run(input)
      runs += 1
      if runs == 2 { output.scalars[3] = .nan }
      return output
    }
  }

  private final class Plan: TrainingPlan {
    private let plan: any TrainingPlan
    private let fault: Fault
    private let step: Int
    private var steps = 0

    init(_ plan: any TrainingPlan, _ fault: Fault, _ step: Int) {
      (self.plan, self.fault, self.step) = (plan, fault, step)
    }

    var network: Network { plan.network }

    func load(_ weights: Weights) throws { try plan.load(weights) }

    func forward(_ input: Tensor) throws -> Tensor {
      var output = try plan.forward(input)
      if fault == .output, steps == step { output.scalars[3] = .nan }
      steps += 1
      return output
    }

    func backward(_ gradient: Tensor, adds: Bool) throws {
      try plan.backward(gradient, adds: adds)
      guard fault == .gradient, steps == step + 1 else { return }
      for parameter in network.parameters {
        try withGradient(of: parameter.name) { $0.update(repeating: .infinity) }
      }
    }

    func withGradient<Result>(
      of parameter: String, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) throws -> Result {
      try plan.withGradient(of: parameter, body)
    }
  }
}
