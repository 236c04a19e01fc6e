internal import Kernels

/// One compiled step: it knows its kernels, its values, and what its gradient needs.
protocol CPUStep: AnyObject {
  /// What it does, for people.
  var name: String { get }
  /// The values that it reads, in order.
  var inputs: [PlanValue] { get }
  var output: PlanValue { get }
  /// What the backward pass does with each input's gradient; the plan fills this in.
  var edges: [GradientEdge] { get set }
  /// Whether it can mask the gradient of an input that a ReLU made.
  func canMask(input: Int) -> Bool
  /// Whether parameters are learned here.
  var learns: Bool { get }
  /// Activations that the backward pass reads.
  var activationsForBackward: [PlanValue] { get }
  /// Memory that must outlive the forward pass.
  var keptBuffers: [PlanBuffer] { get }
  /// Scalars of packed weights that it owns.
  var packedScalars: Int { get }
  /// The multiply-adds that the forward pass really does; the two gradients do twice as many.
  var multiplyAdds: Int { get }
  /// Takes weights from the store.
  func load()
  func forward()
  func backward()
}

/// What a backward step does with one input's gradient.
struct GradientEdge {
  /// Whether anyone wants it.
  var isNeeded = false
  /// Whether others have written already, so that this one adds.
  var accumulates = false
  /// Whether this is the last writer and the input a ReLU's result: zero where the activation is not positive.
  var masks = false
}

extension CPUStep {
  func canMask(input: Int) -> Bool { false }
  var learns: Bool { false }
  var activationsForBackward: [PlanValue] { [] }
  var keptBuffers: [PlanBuffer] { [] }
  var packedScalars: Int { 0 }
  var multiplyAdds: Int { 0 }
  func load() {}
}
