public import Tensors

/// A frozen computation: parameters by name, and operations in execution order.
///
/// The shapes are those of one input; the same description traced at another size has the same parameters. The last step
/// makes the output.
public struct Network: Sendable {
  /// Where a step's input comes from.
  public enum Source: Sendable, Hashable {
    /// The network's input.
    case input
    /// The learned tensor of that name.
    case parameter(String)
    /// The output of the step at that index.
    case step(Int)
  }

  /// One operation and where its inputs come from.
  public struct Step: Sendable {
    /// What is computed.
    public var operation: any Operator
    /// Its inputs, in the operator's order.
    public var inputs: [Source]
    /// The shape of its output.
    public var shape: Shape

    /// Creates a step.
    public init(operation: any Operator, inputs: [Source], shape: Shape) {
      self.operation = operation
      self.inputs = inputs
      self.shape = shape
    }
  }

  /// A learned tensor: its PyTorch `state_dict` key, its shape, and how training starts it.
  public struct Parameter: Equatable, Sendable {
    /// The PyTorch `state_dict` key.
    public var name: String
    /// Its extents, in PyTorch's order.
    public var shape: Shape
    /// How training starts it.
    public var initialization: Initialization

    /// Creates a parameter.
    public init(name: String, shape: Shape, initialization: Initialization) {
      self.name = name
      self.shape = shape
      self.initialization = initialization
    }
  }

  /// How a parameter starts.
  public enum Initialization: Equatable, Sendable {
    /// Normal with variance `2 / fanIn` (He et al. 2015, https://arxiv.org/abs/1502.01852), times `gain`.
    case heNormal(fanIn: Int, gain: Float)
    /// The same value everywhere.
    case constant(Float)
  }

  /// The input's shape, `(batch, channels, height, width)`.
  public var inputShape: Shape
  /// The learned tensors, in the order in which the computation meets them.
  public var parameters: [Parameter]
  /// The operations, in execution order.
  public var steps: [Step]
  /// Heights and widths must be multiples of this.
  public var alignment: Int
  /// How far, in pixels, an output pixel looks, or `nil` where it sees the whole frame (global pooling).
  public var halo: Int?

  /// Creates a network from its parts; ``init(input:_:)`` traces one instead.
  public init(
    inputShape: Shape, parameters: [Parameter], steps: [Step], alignment: Int, halo: Int?
  ) {
    self.inputShape = inputShape
    self.parameters = parameters
    self.steps = steps
    self.alignment = alignment
    self.halo = halo
  }

  /// The number of learned scalars.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  /// The shape of the last step's output.
  public var outputShape: Shape { steps.last?.shape ?? inputShape }

  /// The shape of an operation's input.
  public func shape(of source: Source) -> Shape {
    switch source {
    case .input: inputShape
    case .step(let index): steps[index].shape
    case .parameter(let name):
      parameters.first { $0.name == name }?.shape ?? Shape([])
    }
  }

  /// Multiply-accumulates per input pixel, nominal: direct convolution's count, element-wise work not counted.
  public var multiplyAccumulates: Double {
    let shapes = Dictionary(
      parameters.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    let total = steps.reduce(0) { total, step in
      let inputs = step.inputs.map { source in
        if case .parameter(let name) = source {
          shapes[name] ?? Shape([])
        } else {
          shape(of: source)
        }
      }
      return total + step.operation.multiplyAccumulates(for: inputs)
    }
    return Double(total) / Double(inputShape.batch * inputShape.height * inputShape.width)
  }
}
