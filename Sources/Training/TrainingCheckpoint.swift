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
    let stored: Weights
    let metadata: [String: String]
    do {
      (stored, metadata) = try SafeTensors.read(path)
    } catch {
      throw TrainingError("\(error); the checkpoint is damaged, remove it to train afresh")
    }
    guard metadata["evalbench.checkpoint"] == "1", let step = metadata["step"].flatMap(Int.init),
      let text = metadata["history"],
      let history = try? JSONDecoder().decode(TrainingHistory.self, from: Data(text.utf8))
    else {
      throw TrainingError(
        "\(path): is not a training checkpoint of this build; remove it to train afresh")
    }
    guard metadata["architecture"] == architecture, metadata["signature"] == signature else {
      throw TrainingError(
        "\(path): was made by other settings, namely \(Self.differences(metadata, signature: signature, architecture: architecture)); repeat those, or train into another folder"
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

  /// What a checkpoint says and the present settings do not: `steps=100 (now 200), batch=4 (now 8)`.
  private static func differences(
    _ metadata: [String: String], signature: String, architecture: String
  ) -> String {
    func settings(_ text: String, _ architecture: String) -> [(key: String, value: String)] {
      [("architecture", architecture)]
        + text.split(separator: " ").map { setting in
          let sides = setting.split(separator: "=", maxSplits: 1).map(String.init)
          return (sides[0], sides.count > 1 ? sides[1] : "")
        }
    }
    let stored = settings(metadata["signature"] ?? "", metadata["architecture"] ?? "unknown")
    let now = settings(signature, architecture)
    let changed = now.compactMap { key, value -> String? in
      let before = stored.first { $0.key == key }?.value ?? "unknown"
      guard before != value else { return nil }
      return key == "frames" ? "other frames" : "\(key)=\(before) (now \(value))"
    }
    return changed.isEmpty ? "unknown ones" : changed.joined(separator: ", ")
  }

  /// Checks that every part belongs to the network.
  func check(_ path: String, against network: Network) throws {
    do {
      try weights.check(against: network)
      try average.check(against: network)
      let state = try AdamWState(optimizer)
      try state.first.check(against: network)
      try state.second.check(against: network)
      guard step >= 0 else { throw TrainingError("its step is \(step)") }
    } catch {
      throw TrainingError("\(path): \(error); the checkpoint is damaged, remove it to train afresh")
    }
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
  /// Whether the network itself failed to learn, rather than a file or a setting being wrong.
  public var isDivergence: Bool

  public init(_ description: String, isDivergence: Bool = false) {
    self.description = description
    self.isDivergence = isDivergence
  }
}
