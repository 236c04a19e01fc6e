import ArgumentParser
import Evaluation
import Foundation
import Gating
import Kernels

/// `evalbench gate run`, the default: judges one candidate.
struct GateRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Judges a candidate (the default).")

  @OptionGroup var source: GateConfigurationOptions
  @OptionGroup var verdict: GateVerdictOptions

  @Option(
    help:
      "What is judged: the folder of a run of compare, or a .safetensors or .onnx file, which is scored now."
  )
  var candidate: String?

  @Option(help: "Which candidate of the run; default its winner.")
  var name: String?

  @Option(help: "The file that the candidate was exported from, for rules of kind parity.")
  var native: String?

  @Option(parsing: .unconditional, help: "Scores the first images alone; stamped SUBSET.")
  var limit: Int?

  @Option(
    parsing: .unconditional,
    help: "Scores every n-th image alone, such as 2/4, and judges nothing: 'gate merge' does.")
  var shard: String?

  @Option(help: "The folder of measurements that are known already.")
  var cache = ResultCache.defaultFolder

  @Flag(help: "Measures everything again and keeps nothing.")
  var noCache = false

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Verdicts do not depend on it.")
  var threads = 0

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    try Preflight.use(threads: threads)
    guard limit.map({ $0 >= 1 }) ?? true else {
      throw UsageError("--limit \(limit ?? 0): give a number of images, at least 1")
    }
    let share = try shard.map { try GateShard.Share($0) }
    if share != nil, limit != nil {
      throw UsageError("--shard and --limit exclude each other: a shard is of the whole test set")
    }
    let configuration = try verdict.configuration(source, environment)
    guard let candidate = candidate ?? configuration.candidate else {
      throw UsageError(
        "--candidate: name what is to be judged, or write 'candidate:' into \(configuration.path)")
    }
    guard FileManager.default.fileExists(atPath: candidate) || !candidate.contains("/") else {
      throw UsageError("\(candidate): no such file or folder; give a model or the folder of a run")
    }
    let decision = try GateDecision(
      options: verdict, configuration: configuration, environment: environment,
      candidate: candidate, isSubset: limit != nil)
    Interruption.listen()
    var options = GateCandidate.Options(
      name: name, native: native, limit: limit, share: share, threads: Parallel.threads,
      cache: noCache ? nil : ResultCache(folder: cache), events: decision.events,
      isQuiet: verdict.quiet)
    try decision.guarded {
      guard let share else {
        return try decision.judge { hasBaseline in
          options.hasBaseline = hasBaseline
          return try GateCandidate(candidate, configuration, options)
        }
      }
      let found = try GateCandidate(candidate, configuration, options)
      try decision.keep(try GateShard(found, share: share))
    }
  }
}
