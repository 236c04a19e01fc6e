public import Networks
import Tensors

extension ONNXFile {
  /// The metadata key under which our files name their architecture.
  public static let architectureKey = "evalbench.architecture"

  /// Returns the bytes of a model file that ``read(_:)`` can read back.
  public static func bytes(
    for architecture: any Architecture, weights: Weights, metadata: [(String, String)] = [],
    producerVersion: String = "1"
  ) throws -> [UInt8] {
    try bytes(
      for: tracing(architecture), weights: weights,
      metadata: [(architectureKey, architecture.specification)] + metadata,
      producerVersion: producerVersion)
  }

  /// Reads a model file of ours: what network it is, its weights, and its metadata.
  ///
  /// The graph itself is not interpreted; our engine runs the architecture that the metadata names.
  public static func read(_ path: String) throws -> (
    architecture: any Architecture, weights: Weights, metadata: [String: String]
  ) {
    let model = try model(at: path)
    let metadata = metadata(of: model)
    guard let specification = metadata[architectureKey] else {
      throw ArchitectureError(
        "\(path): the ONNX metadata has no '\(architectureKey)'; only models that evalbench "
          + "exported run here")
    }
    let architecture = try Architectures.make(specification)
    let weights = try weights(of: tracing(architecture), in: model)
    return (architecture, weights, metadata)
  }

  /// The architecture's network at some size that every alignment divides.
  private static func tracing(_ architecture: any Architecture) throws -> Network {
    try architecture.network(input: Shape(1, architecture.channels, 64, 64))
  }
}
