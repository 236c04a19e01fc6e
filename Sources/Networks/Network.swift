public import Tensors

/// A frozen computation: parameters by name, and operations in execution order.
///
/// The shapes are those of one input; the same description traced at another size has the same parameters.
public struct Network: Sendable {
  public enum Source: Sendable, Hashable {
    case input
    case parameter(String)
    case step(Int)
  }

  public struct Step: Sendable {
    public var operation: any Operator
    public var inputs: [Source]
    public var shape: Shape
  }

  /// A learned tensor: its PyTorch `state_dict` key, its shape, and how training starts it.
  public struct Parameter: Equatable, Sendable {
    public var name: String
    public var shape: Shape
    public var initialization: Initialization
  }

  /// How a parameter starts.
  public enum Initialization: Equatable, Sendable {
    /// Normal with variance `2 / fanIn` (He et al. 2015, https://arxiv.org/abs/1502.01852), times `gain`.
    case heNormal(fanIn: Int, gain: Float)
    case constant(Float)
  }

  public var inputShape: Shape
  public var parameters: [Parameter]
  public var steps: [Step]
  /// Heights and widths must be multiples of this.
  public var alignment: Int
  /// How far, in pixels, an output pixel looks, or `nil` where it sees the whole frame (global pooling).
  public var halo: Int?

  public init(
    inputShape: Shape, parameters: [Parameter], steps: [Step], alignment: Int, halo: Int?
  ) {
    self.inputShape = inputShape
    self.parameters = parameters
    self.steps = steps
    self.alignment = alignment
    self.halo = halo
  }

  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }
}
