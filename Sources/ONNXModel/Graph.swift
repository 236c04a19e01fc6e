/// An ONNX graph under construction, independent of its protobuf encoding.
public struct ONNXGraph: Equatable, Sendable {
  /// One ONNX operation.
  public struct Node: Equatable, Sendable {
    /// The node's unique name.
    public var name: String
    /// The ONNX operator, such as `Conv`.
    public var operatorType: String
    /// The tensors that it reads, in order.
    public var inputs: [String]
    /// The tensors that it makes, in order.
    public var outputs: [String]
    /// Its attributes, in the order in which they are written.
    public var attributes: [(String, Attribute)]

    public static func == (lhs: Node, rhs: Node) -> Bool {
      lhs.name == rhs.name && lhs.operatorType == rhs.operatorType && lhs.inputs == rhs.inputs
        && lhs.outputs == rhs.outputs && lhs.attributes.elementsEqual(rhs.attributes, by: ==)
    }
  }

  /// The value of a node's attribute.
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

  /// The operations, in execution order.
  public private(set) var nodes: [Node] = []
  /// The constants by name, in the order in which they were asked for.
  public private(set) var constants: [(name: String, value: Constant)] = []
  /// Learned parameters to store with other dimensions than their own, so that they broadcast as ONNX wants them.
  public private(set) var storedDimensions: [String: [Int]] = [:]

  /// Creates an empty graph.
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

  /// Replaces an attribute of the last node.
  public mutating func replaceLastAttribute(_ name: String, with value: Attribute) {
    precondition(!nodes.isEmpty, "no node to change")
    nodes[nodes.count - 1].attributes.removeAll { $0.0 == name }
    nodes[nodes.count - 1].attributes.append((name, value))
  }

  /// Renames the last node; the tensors that it makes keep their names.
  public mutating func renameLast(_ name: String) {
    precondition(!nodes.isEmpty, "no node to rename")
    nodes[nodes.count - 1].name = name
  }

  /// Adds a constant; one of that name and value that is there already is shared.
  public mutating func append(constant name: String, _ value: Constant) {
    if let known = constants.first(where: { $0.name == name }) {
      precondition(known.value == value, "two constants named \(name)")
      return
    }
    constants.append((name, value))
  }

  /// Says that a learned parameter is to be stored with these dimensions, of the same number of scalars.
  public mutating func store(_ parameter: String, dimensions: [Int]) {
    storedDimensions[parameter] = dimensions
  }

  /// Appends the mean over channels, `(n, c, h, w)` to `(n, 1, h, w)`, as a 1 × 1 convolution.
  ///
  /// `ReduceMean` says the same, but mobile runtimes refuse it and split the graph there.
  public mutating func appendChannelMean(of input: String, channels: Int, output: String) {
    let weights = "channel_mean_\(channels)"
    append(
      constant: weights,
      .floats(
        [Float](repeating: 1 / Float(channels), count: channels), dimensions: [1, channels, 1, 1]))
    append(
      "Conv", [input, weights], outputs: [output],
      attributes: [
        ("kernel_shape", .ints([1, 1])), ("strides", .ints([1, 1])), ("pads", .ints([0, 0, 0, 0])),
        ("dilations", .ints([1, 1])), ("group", .int(1)),
      ])
  }

  public static func == (lhs: ONNXGraph, rhs: ONNXGraph) -> Bool {
    lhs.nodes == rhs.nodes && lhs.constants.elementsEqual(rhs.constants, by: ==)
      && lhs.storedDimensions == rhs.storedDimensions
  }
}
