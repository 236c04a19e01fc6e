import Foundation
import Kernels
import Networks
import Tensors

/// Finds what is wrong with a request before any work is done or any folder is made.
enum Preflight {
  /// Checks everything that a comparison can know beforehand.
  static func check(_ configuration: CompareConfiguration) throws {
    try check(configuration.training)
    for text in configuration.candidates + configuration.baselines {
      switch try CandidateRequest(text) {
      case .train(let architecture, _):
        try check(architecture, patch: configuration.training.patch)
      case .load(let path): _ = try Model(path: path)
      case .filter: break
      }
    }
    _ = try SimulatedFrames.cameras(configuration.cameras)
    if configuration.stack != nil { _ = try StackFrames.method(configuration.registration) }
    let folders = [
      configuration.data, configuration.pairs?.noisy, configuration.pairs?.clean,
      configuration.stack,
    ]
    for folder in folders.compactMap(\.self) { _ = try FrameFiles.list(folder) }
  }

  /// Checks the names that settings of training hold, and that their batch can be cut.
  static func check(_ training: TrainingPlanSettings) throws {
    try check(microBatch: training.microBatch, batch: training.batch)
    guard Losses.make(training.loss) != nil else {
      throw UsageError(
        "unknown loss '\(training.loss)'; the known ones are \(Losses.ids.joined(separator: ", "))")
    }
    do {
      _ = try Normalization(training.normalization)
    } catch {
      throw UsageError(error.description)
    }
  }

  /// Checks that a batch can be cut into parts of a size.
  static func check(microBatch: Int?, batch: Int) throws {
    guard let microBatch, microBatch < 1 || !batch.isMultiple(of: microBatch) else { return }
    throw UsageError(
      "micro-batch \(microBatch): give a number that divides the batch of \(batch)")
  }

  /// Checks that an architecture can be trained on square patches of a side.
  static func check(_ architecture: any Architecture, patch: Int) throws {
    let name = architecture.specification
    guard architecture.channels == 1 else {
      throw UsageError(
        "\(name): training works on one plane at a time; use channels=1, which denoises each plane of a colour frame by itself"
      )
    }
    let alignment = try alignment(of: architecture)
    guard patch.isMultiple(of: alignment) else {
      throw UsageError(
        "\(name) halves its input so often that patches of \(patch) pixels cannot be used; give a multiple of \(alignment)"
      )
    }
  }

  /// What a frame's sides must be multiples of for a network.
  static func alignment(of architecture: any Architecture) throws -> Int {
    do {
      // Large enough for every network that can be described.
      return try architecture.network(input: Shape(1, architecture.channels, 1024, 1024)).alignment
    } catch {
      throw UsageError("\(architecture.specification): \(error)")
    }
  }

  /// Sets how many threads work at once, as `--threads` says: 0 is one a core.
  static func use(threads: Int) throws {
    guard (0...1024).contains(threads) else {
      throw UsageError("--threads \(threads): give a number from 0 (one a core) to 1024")
    }
    Parallel.threads = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
  }
}
