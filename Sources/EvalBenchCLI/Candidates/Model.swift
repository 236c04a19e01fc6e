import Architectures
import Networks
import ONNXModel
import Tensors

/// A trained network with everything that running it needs, however it is stored.
struct Model: Sendable {
  var architecture: any Architecture
  var weights: Weights
  var normalization: Normalization
  /// Whether the file says that we made it; others' weights are run with zero borders, as published.
  var isOurs: Bool
  /// The file's metadata in order of key.
  var metadata: [(key: String, value: String)]

  /// What it has learnt from, as its file carries it; `nil` where nobody noted it.
  var trainingData: String?

  /// The metadata keys that weights files and ONNX files of ours carry.
  enum Key {
    static let architecture = "evalbench.architecture"
    static let normalization = "evalbench.normalization"
    static let formula = "evalbench.normalization.formula"
    static let version = "evalbench.version"
    static let training = "evalbench.training"
    static let trainingData = "evalbench.training.data"
    static let align = "evalbench.align"
    static let halo = "evalbench.halo"
    static let weightsHash = "evalbench.weights.sha256"
  }

  init(
    architecture: any Architecture, weights: Weights, normalization: Normalization,
    trainingData: String? = nil
  ) {
    self.architecture = architecture
    self.weights = weights
    self.normalization = normalization
    self.trainingData = trainingData
    isOurs = true
    metadata = []
  }

  /// Reads a `.safetensors` or `.onnx` file.
  ///
  /// - Parameters:
  ///   - architecture: The specification, for weights that do not carry one.
  ///   - normalization: Overrides the file's.
  init(path: String, architecture specification: String? = nil, normalization: String? = nil) throws
  {
    var metadata: [String: String]
    let weights: Weights
    if path.lowercased().hasSuffix(".onnx") {
      let file = try ONNXFile.read(path)
      (weights, metadata) = (file.weights, file.metadata)
    } else {
      let file = try SafeTensors.read(path)
      (weights, metadata) = (file.weights, file.metadata)
    }
    isOurs = metadata[Key.architecture] != nil
    guard let specification = specification ?? metadata[Key.architecture] else {
      throw RunError(
        "\(path): the file does not say which architecture it is; name it with --architecture, such as --architecture dncnn (the known ones: \(Architectures.all.map { $0.id }.joined(separator: ", ")))"
      )
    }
    do {
      self.architecture = try Architectures.make(specification)
    } catch {
      throw RunError("\(path): \(error)")
    }
    guard let normalization = normalization ?? metadata[Key.normalization] else {
      throw RunError(
        "\(path): the file does not say how its input is normalised; name it with --normalization none (weights from PyTorch) or --normalization asinh:softening=10"
      )
    }
    do {
      self.normalization = try Normalization(normalization)
    } catch {
      throw RunError("\(path): \(error)")
    }
    self.weights = weights
    trainingData = metadata[Key.trainingData]
    self.metadata = metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    try check(path)
  }

  /// Compares the file's tensors with the network's parameters, by name, shape and sanity.
  private func check(_ path: String) throws {
    do {
      try weights.check(against: network(Shape(1, architecture.channels, 64, 64)))
    } catch {
      throw RunError("\(path): \(error); is it really \(architecture.specification)?")
    }
    for (name, tensor) in zip(weights.names, weights.tensors)
    where !tensor.scalars.allSatisfy(\.isFinite) {
      throw RunError("\(path): '\(name)' holds values that are not finite")
    }
  }

  func network(_ shape: Shape) throws -> Network { try architecture.network(input: shape) }

  /// The metadata that weights and ONNX files carry, in a fixed order.
  func fileMetadata(training: String?) throws -> [(String, String)] {
    let network = try network(Shape(1, architecture.channels, 64, 64))
    var entries = [
      (Key.architecture, architecture.specification),
      (Key.normalization, normalization.description),
      (Key.formula, normalization.formula),
      (Key.version, EvalBenchVersion.current),
      (Key.align, String(network.alignment)),
      (Key.halo, network.halo.map(String.init) ?? "global"),
    ]
    if let training { entries.append((Key.training, training)) }
    if let trainingData { entries.append((Key.trainingData, trainingData)) }
    return entries
  }
}

/// The version of this build.
enum EvalBenchVersion {
  static let current = "0.1.0"
}
