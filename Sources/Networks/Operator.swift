public import ONNXModel
public import Tensors

/// One differentiable operation: its shape rule, its reference arithmetic both ways, and its ONNX form.
///
/// The parts live in one file because they change together. Conformers are values; what the backward pass needs is
/// handed to it. The arithmetic here is the plain definition that ``ReferenceBackend`` runs; faster backends compile a
/// whole ``Network`` and must agree with it over ``examples``.
public protocol Operator: Sendable {
  /// The stable identifier used in logs and error messages.
  static var id: String { get }

  /// Instances with small inputs that the conformance tests differentiate, compare across backends, and export.
  static var examples: [OperatorExample] { get }

  /// Returns the shape of the output, or says which shapes the operation takes.
  func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape

  /// How far an output pixel looks into the first input; pointwise unless said otherwise.
  func reach(for inputs: [Shape]) -> Reach

  /// The multiply-accumulates of one forward pass, nominal (direct convolution's count); zero unless said otherwise.
  func multiplyAccumulates(for inputs: [Shape]) -> Int

  /// Computes the output; the inputs have shapes that ``outputShape(for:)`` accepted.
  func forward(_ inputs: [Tensor]) -> Tensor

  /// Returns the gradient with respect to each input, given the gradient with respect to the output.
  func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor]

  /// Describes the operation to ONNX, in as many nodes as it needs; the last one produces `output`.
  func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph)
}

extension Operator {
  public func reach(for inputs: [Shape]) -> Reach { .pointwise }
  public func multiplyAccumulates(for inputs: [Shape]) -> Int { 0 }
}

/// How far an output pixel looks into an operator's input, from which the tracer derives alignment and halo.
public enum Reach: Equatable, Sendable {
  /// Each output pixel sees the input pixel at its own place.
  case pointwise
  /// Each output pixel sees up to `radius` input pixels beyond its own, on the worse side.
  case neighbourhood(radius: Int)
  /// Each output pixel stands for `factor` × `factor` input pixels and sees `radius` beyond them.
  case reducing(factor: Int, radius: Int)
  /// Each input pixel becomes `factor` × `factor` output pixels.
  case enlarging(factor: Int)
  /// Each output value sees the whole frame.
  case everywhere
}

/// A value as the exporter sees it.
public struct NamedShape: Sendable {
  /// The tensor's name in the ONNX graph.
  public var name: String
  /// The tensor's shape in the traced network.
  public var shape: Shape

  /// Creates a named shape.
  public init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }
}

/// An operator together with input shapes that it accepts.
public struct OperatorExample: Sendable, CustomStringConvertible {
  /// The configured operator.
  public var `operator`: any Operator
  /// The shapes of its inputs, in order.
  public var inputs: [Shape]

  /// Pairs an operator with input shapes.
  public init(_ operator: any Operator, _ inputs: [Shape]) {
    self.operator = `operator`
    self.inputs = inputs
  }

  public var description: String { "\(type(of: `operator`).id)\(inputs)" }
}

/// Shapes that an operation cannot take.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
  /// The operator's id, or what else refused.
  public var operation: String
  /// What it takes, in words.
  public var expected: String
  /// What it was given.
  public var actual: [Shape]

  /// Creates the error.
  public init(_ operation: String, expected: String, actual: [Shape]) {
    self.operation = operation
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(operation): expected \(expected), got \(actual)" }
}
