internal import Tensors

/// How long one part of a plan took, and what it had to do in that time.
package struct StepProfile: Sendable {
  /// What the step was doing.
  package enum Phase: String, Sendable {
    /// Taking its weights.
    case pack
    case forward
    /// Forward once more, because its activations were not kept.
    case again
    case backward
  }

  /// The step's place in the plan, from 0.
  package var index: Int
  package var phase: Phase
  /// The step's name and the shape of its output.
  package var name: String
  package var seconds: Double
  /// Floating-point operations that were really done: two for each multiply-add of products and windows.
  package var operations: Double
  /// Bytes of activations and gradients that had to be read or written, each once.
  package var bytes: Double

  /// Times a part.
  init(_ step: any CPUStep, _ index: Int, _ phase: Phase, _ body: () -> Void) {
    let components = ContinuousClock().measure(body).components
    seconds = Double(components.seconds) + 1e-18 * Double(components.attoseconds)
    self.index = index
    self.phase = phase
    name = "\(step.name) -> \(step.output.shape)"
    let scalars = { (value: PlanValue) in Double(4 * value.shape.count) }
    let (inputs, output) = (step.inputs.reduce(0) { $0 + scalars($1) }, scalars(step.output))
    switch phase {
    case .pack: (operations, bytes) = (0, 0)
    case .forward, .again: (operations, bytes) = (2 * Double(step.multiplyAdds), inputs + output)
    case .backward:
      // The gradient of the output, the activations that it meets, the gradients of the inputs.
      let met = step.activationsForBackward.reduce(0) { $0 + scalars($1) }
      let written = zip(step.inputs, step.edges).reduce(0) { sum, edge in
        sum + (edge.1.isNeeded ? scalars(edge.0) * (edge.1.accumulates ? 2 : 1) : 0)
      }
      let gradients = zip(step.inputs, step.edges).contains { $1.isNeeded } ? 4.0 : 2.0
      (operations, bytes) = (gradients * Double(step.multiplyAdds), output + met + written)
    }
  }

  /// This part, with the shorter of two times.
  func shorter(of other: StepProfile) -> StepProfile {
    var result = self
    result.seconds = min(seconds, other.seconds)
    return result
  }
}
