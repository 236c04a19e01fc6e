public import ONNXModel
public import Tensors

/// One differentiable operation: its shape rule, its reference arithmetic both ways, and its ONNX form.
///
/// The parts live in one file because they change together. Conformers are values; what the backward pass needs is handed
/// to it. The arithmetic here is the plain definition that ``ReferenceBackend`` runs; faster backends compile a whole
/// ``Network`` and must agree with it over ``examples``.
public protocol Operator: Sendable {
  /// The stable identifier used in logs and error messages.
  static var id: String { get }

  /// Instances with small inputs that the conformance tests differentiate, compare across backends, and export.
  static var examples: [OperatorExample] { get }

  func outputShape(for inputs: [Shape]) throws(ShapeError) -> Shape

  func forward(_ inputs: [Tensor]) -> Tensor

  /// Returns the gradient with respect to each input, given the gradient with respect to the output.
  func backward(_ gradient: Tensor, inputs: [Tensor], output: Tensor) -> [Tensor]

  /// Describes the operation to ONNX, in as many nodes as it needs; the last one produces `output`.
  func lower(_ inputs: [NamedShape], output: NamedShape, into graph: inout ONNXGraph)
}

/// A value as the exporter sees it.
public struct NamedShape: Sendable {
  public var name: String
  public var shape: Shape

  public init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }
}

/// An operator together with input shapes that it accepts.
public struct OperatorExample: Sendable, CustomStringConvertible {
  public var `operator`: any Operator
  public var inputs: [Shape]

  public init(_ operator: any Operator, _ inputs: [Shape]) {
    self.operator = `operator`
    self.inputs = inputs
  }

  public var description: String { "\(type(of: `operator`).id)\(inputs)" }
}

/// Shapes that an operation cannot take.
public struct ShapeError: Error, Equatable, CustomStringConvertible {
  public var operation: String
  public var expected: String
  public var actual: [Shape]

  public init(_ operation: String, expected: String, actual: [Shape]) {
    self.operation = operation
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(operation): expected \(expected), got \(actual)" }
}
