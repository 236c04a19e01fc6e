public import Tensors

/// A network on its way to a plan: steps that rewrite rules may fuse.
public struct PlanGraph: Sendable {
  /// One step, perhaps made of several of the network's.
  public struct Step: Sendable {
    /// What is computed first.
    public var operation: any Operator
    /// Its inputs, in the operator's order.
    public var inputs: [Network.Source]
    /// The network's step whose result this is.
    public var output: Int
    /// The result's shape.
    public var shape: Shape
    /// What else a convolution does.
    public var fusion = Fusion()
    /// The block that this step computes instead, where there is one.
    var block: GatedBlock?

    /// Everything that is read.
    public var sources: [Network.Source] {
      inputs + (fusion.residual.map { [$0] } ?? [])
    }
  }

  /// What a convolution does beside convolving, in this order.
  public struct Fusion: Equatable, Sendable {
    /// A parameter `(1, c, 1, 1)` that multiplies each channel, bias included.
    public var scale: String?
    /// -1 where the convolution is subtracted from the residual.
    public var sign: Float = 1
    /// A value that is added.
    public var residual: Network.Source?
    /// Whether a ReLU follows.
    public var rectifies = false
    /// Whether a pixel shuffle follows: four times the channels become 2x2 pixels.
    public var shuffles = false

    /// Nothing.
    public init() {}
  }

  /// What is compiled.
  public let network: Network
  /// The steps, in execution order.
  public var steps: [Step]
  /// The network's step that makes the output.
  public let output: Int

  /// Begins with one step for each of the network's.
  public init(_ network: Network) {
    self.network = network
    output = network.steps.count - 1
    steps = network.steps.enumerated().map { index, step in
      Step(operation: step.operation, inputs: step.inputs, output: index, shape: step.shape)
    }
  }

  /// The positions of the steps that read a value, once for each time they do.
  public func consumers(of output: Int) -> [Int] {
    steps.indices.flatMap { index in
      steps[index].sources.filter { $0 == .step(output) }.map { _ in index }
    }
  }

  /// The only step that reads a step's result; `nil` where there are none or several, or where it is the network's output.
  public func onlyConsumer(of position: Int) -> Int? {
    guard steps[position].output != output else { return nil }
    let positions = consumers(of: steps[position].output)
    return positions.count == 1 ? positions[0] : nil
  }

  /// How a step is convolved by a kernel, or `nil` where it is no convolution or none fits.
  public func convolutionForm(_ step: Step) -> ConvolutionForm? {
    guard step.inputs.count >= 2, case .parameter = step.inputs[1] else { return nil }
    if step.inputs.count == 3 {
      guard case .parameter = step.inputs[2] else { return nil }
    }
    return ConvolutionForm(
      step.operation, source: network.shape(of: step.inputs[0]),
      weights: network.shape(of: step.inputs[1]))
  }
}
