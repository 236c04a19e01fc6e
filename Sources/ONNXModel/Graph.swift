/// An ONNX graph under construction, independent of its protobuf encoding.
public struct ONNXGraph: Equatable, Sendable {
  public struct Node: Equatable, Sendable {
    public var name: String
    public var operatorType: String
    public var inputs: [String]
    public var outputs: [String]
    public var attributes: [(String, Attribute)]

    public static func == (lhs: Node, rhs: Node) -> Bool {
      lhs.name == rhs.name && lhs.operatorType == rhs.operatorType && lhs.inputs == rhs.inputs
        && lhs.outputs == rhs.outputs && lhs.attributes.elementsEqual(rhs.attributes, by: ==)
    }
  }

  public enum Attribute: Equatable, Sendable {
    case int(Int)
    case ints([Int])
    case float(Float)
    case string(String)
  }

  /// A constant that the lowering needs besides the learned parameters.
  public enum Constant: Equatable, Sendable {
    case floats([Float], dimensions: [Int])
    case integers([Int64], dimensions: [Int])
  }

  public private(set) var nodes: [Node] = []
  public private(set) var constants: [(name: String, value: Constant)] = []

  public init() {}

  /// Appends one node; its name is the name of its first output.
  public mutating func append(
    _ operatorType: String, _ inputs: [String], outputs: [String],
    attributes: [(String, Attribute)] = []
  ) {
    nodes.append(
      Node(
        name: outputs.first ?? "", operatorType: operatorType, inputs: inputs, outputs: outputs,
        attributes: attributes))
  }

  public mutating func append(constant name: String, _ value: Constant) {
    constants.append((name, value))
  }

  public static func == (lhs: ONNXGraph, rhs: ONNXGraph) -> Bool {
    lhs.nodes == rhs.nodes && lhs.constants.elementsEqual(rhs.constants, by: ==)
  }
}
