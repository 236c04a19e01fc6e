public import ONNXModel
import Tensors

/// Networks as ONNX models: opset 13, any batch, height and width, learned tensors under their PyTorch names.
///
/// The input is called `image`, the output `denoised`, and the last node `residual`, so that tools can exclude it from
/// quantisation. Metadata says what a caller must know: `evalbench.align` and `evalbench.halo` (see ``Network``).
public enum ONNXFile {
  /// The name of the model's input.
  public static let input = "image"
  /// The name of the model's output.
  public static let output = "denoised"
  /// The stable name of the last node, which adds the residual.
  public static let residual = "residual"

  /// Returns the bytes of a model file: equal arguments give equal bytes.
  ///
  /// - Parameters:
  ///   - metadata: Written after our own entries, in the given order; a key of ours is not written twice, which ONNX forbids.
  ///   - producerVersion: The version of this program, which files name as their producer.
  public static func bytes(
    for network: Network, weights: Weights, metadata: [(String, String)] = [],
    producerVersion: String = "1"
  ) throws -> [UInt8] {
    try weights.check(against: network)
    let (graph, permuted) = graph(of: network)
    var initializers = try network.parameters.map { parameter in
      let tensor = try weights.tensor(named: parameter.name)
      let scalars =
        permuted.contains(parameter.name)
        ? ShuffledChannels.blocksFirst(tensor.scalars, channels: tensor.shape[0]) : tensor.scalars
      let dimensions = graph.storedDimensions[parameter.name] ?? parameter.shape.dimensions
      return (name: parameter.name, value: .floats(scalars, dimensions: dimensions))
        as (name: String, value: ONNXGraph.Constant)
    }
    initializers += graph.constants
    let own = [
      ("evalbench.align", String(network.alignment)),
      ("evalbench.halo", network.halo.map(String.init) ?? "global"),
      ("evalbench.quant.exclude", residual),
    ]
    let others = metadata.filter { entry in !own.contains { $0.0 == entry.0 } }
    return try ONNXModelFile(
      producerName: "evalbench", producerVersion: producerVersion, graphName: "denoiser",
      inputs: [port(input, network.inputShape)], outputs: [port(output, network.outputShape)],
      nodes: graph.nodes, initializers: initializers, metadata: own + others
    ).encoded()
  }

  /// Describes the computation to ONNX, one operator at a time.
  ///
  /// - Returns: The graph, and the parameters whose output channels must be stored in another order.
  public static func graph(of network: Network) -> (ONNXGraph, permuted: Set<String>) {
    var graph = ONNXGraph()
    let shuffles = ShuffledChannels.find(in: network)
    for (index, step) in network.steps.enumerated() {
      let isLast = index == network.steps.count - 1
      let name = isLast ? output : "step\(index)"
      step.operation.lower(
        step.inputs.map { NamedShape(tensorName($0), network.shape(of: $0)) },
        output: NamedShape(name, step.shape), into: &graph)
      if shuffles[index] != nil { graph.replaceLastAttribute("mode", with: .string("DCR")) }
      if isLast { graph.renameLast(residual) }
    }
    return (graph, Set(shuffles.values.joined()))
  }

  private static func tensorName(_ source: Network.Source) -> String {
    switch source {
    case .input: input
    case .parameter(let name): name
    case .step(let index): "step\(index)"
    }
  }

  private static func port(_ name: String, _ shape: Shape) -> ONNXModelFile.Port {
    ONNXModelFile.Port(
      name: name,
      dimensions: [.named("batch"), .fixed(shape.channels), .named("height"), .named("width")])
  }
}
