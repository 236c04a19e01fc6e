/// An ONNX model as plain values: what a file holds, without the protobuf types.
public struct ONNXModelFile: Sendable {
  /// One extent of an input or output.
  public enum Dimension: Equatable, Sendable {
    case fixed(Int)
    /// An extent that is known only when the model runs; equal names mean equal extents.
    case named(String)
  }

  /// A float32 input or output of the graph.
  public struct Port: Equatable, Sendable {
    /// The tensor's name.
    public var name: String
    /// Its extents, outermost first.
    public var dimensions: [Dimension]

    /// Creates a port.
    public init(name: String, dimensions: [Dimension]) {
      self.name = name
      self.dimensions = dimensions
    }
  }

  /// The oldest operator set that has all that we need: the most runtimes read it.
  public static let operatorSet = 13
  /// The file format version that belongs to ``operatorSet``.
  public static let formatVersion = 7

  /// The program that made the file.
  public var producerName: String
  /// That program's version.
  public var producerVersion: String
  /// The graph's name.
  public var graphName: String
  /// What the model reads.
  public var inputs: [Port]
  /// What the model makes.
  public var outputs: [Port]
  /// The operations, in execution order.
  public var nodes: [ONNXGraph.Node]
  /// The learned tensors and other constants, by name.
  public var initializers: [(name: String, value: ONNXGraph.Constant)]
  /// Free text by key, in file order.
  public var metadata: [(key: String, value: String)]

  /// Creates a model.
  public init(
    producerName: String, producerVersion: String, graphName: String, inputs: [Port],
    outputs: [Port], nodes: [ONNXGraph.Node],
    initializers: [(name: String, value: ONNXGraph.Constant)],
    metadata: [(key: String, value: String)]
  ) {
    self.producerName = producerName
    self.producerVersion = producerVersion
    self.graphName = graphName
    self.inputs = inputs
    self.outputs = outputs
    self.nodes = nodes
    self.initializers = initializers
    self.metadata = metadata
  }
}

/// An ONNX file that is damaged, or that holds what we never write.
public struct ONNXModelError: Error, Equatable, CustomStringConvertible {
  public var description: String

  /// Creates the error from a sentence.
  public init(_ description: String) { self.description = description }
}
