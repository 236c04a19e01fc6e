internal import Foundation
internal import Networks
internal import Tensors

/// Everything that training needs to go on bit for bit, in one safetensors file that is replaced in one step.
///
/// Draws are named by their step, so the random state is the step itself.
struct TrainingCheckpoint {
  var step: Int
  var weights: Weights
  var average: Weights
  var optimizer: Weights
  var history: TrainingHistory
  /// Wall-clock seconds so far; never read by training itself.
  var seconds: Double

  private static let sections = ["weights", "average", "optimizer"]

  func write(to path: String, signature: String, architecture: String) throws {
    var entries: [(name: String, tensor: Tensor)] = []
    for (section, values) in zip(Self.sections, [weights, average, optimizer]) {
      for name in values.names {
        if let tensor = values[name] { entries.append((section + "/" + name, tensor)) }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try SafeTensors.write(
      Weights(entries),
      metadata: [
        "evalbench.checkpoint": "1", "step": String(step), "signature": signature,
        "architecture": architecture, "seconds": String(seconds),
        "history": String(decoding: try encoder.encode(history), as: UTF8.self),
      ], to: path)
  }

  /// Reads a checkpoint that belongs to the same settings; throws with what differs.
  init(path: String, signature: String, architecture: String) throws {
    let (stored, metadata) = try SafeTensors.read(path)
    guard metadata["evalbench.checkpoint"] == "1", let step = metadata["step"].flatMap(Int.init),
      let text = metadata["history"],
      let history = try? JSONDecoder().decode(TrainingHistory.self, from: Data(text.utf8))
    else {
      throw TrainingError("\(path): is not a training checkpoint of this build; start afresh")
    }
    guard metadata["architecture"] == architecture, metadata["signature"] == signature else {
      throw TrainingError(
        "\(path): was made by other settings (\(metadata["architecture"] ?? "?"): \(metadata["signature"] ?? "?")); train into another folder, or repeat those"
      )
    }
    var parts = Self.sections.map { _ in [(name: String, tensor: Tensor)]() }
    for name in stored.names {
      guard let slash = name.firstIndex(of: "/"), let tensor = stored[name],
        let section = Self.sections.firstIndex(of: String(name[..<slash]))
      else { throw TrainingError("\(path): holds '\(name)', which no checkpoint has") }
      parts[section].append((String(name[name.index(after: slash)...]), tensor))
    }
    self.step = step
    weights = Weights(parts[0])
    average = Weights(parts[1])
    optimizer = Weights(parts[2])
    self.history = history
    seconds = metadata["seconds"].flatMap(Double.init) ?? 0
  }

  init(
    step: Int, weights: Weights, average: Weights, optimizer: Weights, history: TrainingHistory,
    seconds: Double
  ) {
    self.step = step
    self.weights = weights
    self.average = average
    self.optimizer = optimizer
    self.history = history
    self.seconds = seconds
  }
}

/// Why training cannot go on, and what to do.
public struct TrainingError: Error, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
