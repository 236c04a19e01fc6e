public import ONNXModel
import Tensors

extension ONNXFile {
  /// Reads the model in a file; a damaged file is an error that names it.
  public static func model(at path: String) throws -> ONNXModelFile {
    let bytes = try AtomicFile.read(path)
    do {
      return try ONNXModelFile(decoding: bytes)
    } catch {
      throw ONNXModelError("\(path): \(error)")
    }
  }

  /// The free text of a model, by key; of a repeated key the first counts.
  public static func metadata(of model: ONNXModelFile) -> [String: String] {
    Dictionary(
      model.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Recovers a network's weights from the model that ``bytes(for:weights:metadata:producerVersion:)`` made of it.
  public static func weights(of network: Network, in model: ONNXModelFile) throws -> Weights {
    let permuted = Set(ShuffledChannels.find(in: network).values.joined())
    let constants = Dictionary(
      model.initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return Weights(
      try network.parameters.map { parameter in
        guard case .floats(var scalars, _)? = constants[parameter.name] else {
          throw MissingWeight(
            name: parameter.name, available: model.initializers.map { $0.name })
        }
        guard scalars.count == parameter.shape.count else {
          throw WeightMismatch(
            "the initialiser '\(parameter.name)' has \(scalars.count) values; the network needs "
              + "\(parameter.shape)")
        }
        if permuted.contains(parameter.name) {
          scalars = ShuffledChannels.channelsFirst(scalars, channels: parameter.shape[0])
        }
        return (parameter.name, Tensor(parameter.shape, scalars))
      })
  }
}
