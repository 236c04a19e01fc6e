import ArgumentParser
import Evaluation
import Foundation
import Kernels
import Networks

/// `evalbench compare`: trains, judges, exports and reports.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains candidates, scores them beside classical filters, and writes a report.",
    discussion: """
      Without arguments: three small networks on simulated skies, in a few minutes. The last line of the output is the \
      report's path. A run that was interrupted goes on when the same command is given with its --output.
      """)

  @Option(
    help:
      "How long and how large: \(Preset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", "))."
  )
  var preset: String?

  @Option(help: "A YAML file that says everything that the flags say, and more; flags win.")
  var config: String?

  @Option(
    help:
      "What to compare, separated by commas: architectures such as unet:width=16, and paths of .safetensors or .onnx files."
  )
  var candidates: String?

  @Option(help: "A folder of your frames; noise is added to them and they are taken as the truth.")
  var data: String?

  @Option(
    parsing: .upToNextOption,
    help: "Two folders, of noisy and of clean frames, that match by name.")
  var pairs: [String] = []

  @Option(
    help:
      "A folder of real exposures: every folder in it with two or more of one field judges the candidates by each other; networks learn on simulated skies."
  )
  var stack: String?

  @Option(
    help:
      "How the stack's exposures are laid upon each other: auto (registration.csv, WCS, stars, in turn), wcs, stars, or the path of a CSV file."
  )
  var registration: String?

  @Option(
    help:
      "Cameras through which every simulated test sky is seen, separated by commas, or 'all': evalbench list cameras names them."
  )
  var cameras: String?

  @Option(parsing: .unconditional, help: "The seed of everything random.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Results do not depend on it.")
  var threads: Int?

  @Option(help: "The folder to write to. Default: reports/<UTC time>-<preset>.")
  var output: String?

  @Option(
    parsing: .unconditional,
    help:
      "Train in less memory: so many patches of a batch at a time, a divisor of it. The result differs by rounding."
  )
  var microBatch: Int?

  @Flag(
    help: "Train in less memory and more time: compute activations again. The result is the same.")
  var recompute = false

  @Flag(help: "Opens the report in the browser.")
  var open = false

  func run() throws {
    let configuration = try effectiveConfiguration()
    try Preflight.check(configuration)
    Interruption.listen()
    let threads =
      configuration.threads > 0
      ? configuration.threads : ProcessInfo.processInfo.activeProcessorCount
    Parallel.threads = threads
    let path = configuration.output ?? Self.freshPath(preset: configuration.preset.name)
    let comparison = Comparison(
      configuration: configuration, commandLine: ["evalbench"] + CommandLine.arguments.dropFirst(),
      threads: threads, backend: CPUBackend(recomputes: recompute),
      run: try RunFolder(path: path, configuration: configuration))
    let record: RunRecord
    do {
      record = try comparison.perform()
    } catch is Interrupted {
      throw Interrupted(
        description:
          "interrupted; what is done so far is in \(path), and the same command with --output \(path) goes on from there"
      )
    }
    for sentence in record.verdict { try Console.result(sentence) }
    try Console.result("")
    try Console.result(
      configuration.stack == nil ? ResultTable.text(record) : StackVerdict.text(record))
    try Console.result("report: \(path)/report.html")
    if open { Browser.open("\(path)/report.html") }
  }

  /// The default folder of a run that starts now; never one that is there already.
  private static func freshPath(preset: String) -> String {
    let path = RunFolder.defaultPath(preset: preset, at: Date())
    var (candidate, number) = (path, 1)
    while FileManager.default.fileExists(atPath: candidate) {
      number += 1
      candidate = "\(path)-\(number)"
    }
    return candidate
  }

  private func effectiveConfiguration() throws -> CompareConfiguration {
    var configuration: CompareConfiguration
    if let config {
      configuration = try CompareConfiguration(file: config)
      if preset != nil {
        throw UsageError("--preset and --config exclude each other; write 'preset:' into \(config)")
      }
    } else {
      configuration = CompareConfiguration(preset: try Preset.named(preset ?? "quick"))
    }
    if let candidates {
      configuration.candidates = Settings.list(candidates)
      guard !configuration.candidates.isEmpty else {
        throw UsageError("--candidates names nothing; give at least one, such as dncnn")
      }
    }
    if let data { configuration.data = data }
    if !pairs.isEmpty {
      guard pairs.count == 2 else {
        throw UsageError("--pairs takes two folders, of noisy and of clean frames")
      }
      configuration.pairs = .init(noisy: pairs[0], clean: pairs[1])
    }
    if let stack { configuration.stack = stack }
    if let registration { configuration.registration = registration }
    let sources = [
      configuration.data != nil, configuration.pairs != nil, configuration.stack != nil,
    ]
    guard sources.count(where: { $0 }) <= 1 else {
      throw UsageError("data, pairs and stack exclude each other; choose one")
    }
    if let cameras { configuration.cameras = Settings.list(cameras) }
    guard configuration.cameras.isEmpty || !sources.contains(true) else {
      throw UsageError("--cameras is for simulated skies; your own frames have their cameras")
    }
    guard configuration.registration == nil || configuration.stack != nil else {
      throw UsageError("--registration says how a stack is laid together; give --stack DIR too")
    }
    if let seed { configuration.seed = seed }
    if let threads {
      guard (0...1024).contains(threads) else {
        throw UsageError("--threads \(threads): give a number from 0 (one a core) to 1024")
      }
      configuration.threads = threads
    }
    if let microBatch { configuration.training.microBatch = microBatch }
    if let output { configuration.output = output }
    return configuration
  }
}
