import ArgumentParser
import AstroImages
import Architectures
import Evaluation
import Foundation
import Kernels
import Networks

/// `evalbench train`: one network, with checkpoints that continue bit for bit.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains one network on simulated skies, your frames, or real pairs.",
    discussion: """
      The folder gets best.safetensors (what denoise and compare take) and last.safetensors (where training goes on when \
      the same command is given again, after Ctrl-C or kill -9, bit for bit).
      """)

  @Option(
    help:
      "What to train: \(Architectures.ids.joined(separator: ", ")), with settings as in unet:width=16,levels=3."
  )
  var architecture: String

  @Option(help: "The folder for weights and checkpoints.")
  var output: String

  @Option(help: "The preset whose steps, batch, patch and skies are used.")
  var preset = "quick"

  @Option(parsing: .unconditional, help: "Steps of the optimizer.")
  var steps: Int?

  @Option(parsing: .unconditional, help: "Patches a step.")
  var batch: Int?

  @Option(
    parsing: .unconditional,
    help:
      "Train in less memory: so many patches of a batch at a time, a divisor of it. The result differs by rounding."
  )
  var microBatch: Int?

  @Option(
    parsing: .unconditional,
    help: "The side of a patch in pixels; a multiple of what the network's levels need.")
  var patch: Int?

  @Option(parsing: .unconditional, help: "The peak learning rate.")
  var learningRate: Double?

  @Option(help: "The loss: pseudo-huber, charbonnier, l1, mse, negative-psnr.")
  var loss: String?

  @Option(parsing: .unconditional, help: "Steps between validations.")
  var validateEvery: Int?

  @Flag(
    help: "Train in less memory and more time: compute activations again. The result is the same.")
  var recompute = false

  @Option(help: "A folder of clean frames; noise is added to them.")
  var data: String?

  @Option(
    parsing: .upToNextOption, help: "Two folders, of noisy and of clean frames, that match by name."
  )
  var pairs: [String] = []

  @Option(parsing: .unconditional, help: "The seed of everything random.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Results do not depend on it.")
  var threads = 0

  @Flag(help: "Continue the training in --output; it is an error when there is none.")
  var resume = false

  func run() throws {
    var settings = try Preset.named(preset)
    func bounded(_ value: Int?, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
      guard let value, !range.contains(value) else { return value }
      throw UsageError(
        "--\(name) \(value): give a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    settings.training.steps = try bounded(steps, "steps", 1...10_000_000) ?? settings.training.steps
    settings.training.batch = try bounded(batch, "batch", 1...1024) ?? settings.training.batch
    settings.training.microBatch = microBatch ?? settings.training.microBatch
    settings.training.patch = try bounded(patch, "patch", 16...1024) ?? settings.training.patch
    settings.training.validateEvery =
      try bounded(validateEvery, "validate-every", 1...10_000_000)
      ?? min(settings.training.validateEvery, max(1, settings.training.steps))
    if let learningRate {
      guard learningRate > 0, learningRate <= 1 else {
        throw UsageError("--learning-rate \(learningRate): give a number above 0 and at most 1")
      }
      settings.training.learningRate = learningRate
    }
    if let loss { settings.training.loss = loss }
    guard pairs.isEmpty || (pairs.count == 2 && data == nil) else {
      throw UsageError("--pairs takes two folders, of noisy and of clean frames, and no --data")
    }
    let network: any Architecture
    do {
      network = try Architectures.make(architecture)
    } catch {
      throw UsageError("--architecture \(architecture): \(error)")
    }
    _ = try bounded(threads, "threads", 0...1024)
    try Preflight.check(settings.training)
    try Preflight.check(network, patch: settings.training.patch)
    for folder in [data].compactMap(\.self) + pairs { _ = try FrameFiles.list(folder) }
    let workers = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    Parallel.threads = workers
    if resume, !FileManager.default.fileExists(atPath: output + "/" + TrainingFiles.last) {
      throw RunError(
        "\(output): holds no \(TrainingFiles.last) to continue; leave --resume away to start afresh"
      )
    }
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    } catch {
      throw RunError("\(output): cannot be created (\(error.localizedDescription))")
    }
    Interruption.listen()
    let frames = try frames(settings.scenes, threads: workers)
    let job = TrainingJob(
      name: type(of: network).id, architecture: network,
      normalization: try Normalization(settings.training.normalization),
      settings: settings.training.settings(seed: seed), folder: output,
      backend: CPUBackend(recomputes: recompute))
    for note in frames.notes { Console.note("note: \(note)") }
    let result = try job.run(training: frames.training, validation: frames.trainingValidation)
    try Console.result(
      "weights: \(output)/\(TrainingFiles.best) (best at step \(result.history.bestStep) of \(settings.training.steps), validation PSNR \(decimal(result.history.validationPSNR.map(\.value).max() ?? 0, 2)) dB over the sky's noise)"
    )
  }

  private func frames(_ settings: SceneSettings, threads: Int) throws -> ComparisonFrames {
    if let data {
      return try UserFrames.frames(data, settings: settings, seed: seed, threads: threads)
    }
    if pairs.count == 2 {
      return try PairFrames.frames(
        .init(noisy: pairs[0], clean: pairs[1]), settings: settings, seed: seed, threads: threads)
    }
    return ComparisonFrames(
      training: try SimulatedFrames.training(settings, seed: seed, threads: threads),
      trainingValidation: try SimulatedFrames.trainingValidation(
        settings, seed: seed, threads: threads), validation: [], test: [], notes: [], hashes: [])
  }
}
