import ArgumentParser
import Foundation
import Kernels
import Networks
import Tensors

/// `evalbench bench`: how fast one network runs or learns here.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times one network on this machine, forward or one training step.",
    discussion: """
      GFLOP/s are nominal: the count of direct convolution over the time, so that engines with other algorithms compare. \
      peakBytes is what the work needs, computed before it runs; residentBytes is how much the process grew, as the \
      system saw it.
      """)

  @Option(help: "The network, such as dncnn or unet:width=16,levels=3.")
  var architecture: String

  @Option(parsing: .unconditional, help: "The side of the input in pixels.")
  var size: Int

  @Option(help: "infer: one forward pass; train: forward, backward and an AdamW update.")
  var mode = BenchWork.Mode.infer

  @Option(parsing: .unconditional, help: "Images in the input (default 1, or 8 for training).")
  var batch: Int?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core.")
  var threads = 0

  @Option(parsing: .unconditional, help: "Timed runs, after one that does not count.")
  var repeats = 5

  @Flag(help: "Print one line of JSON.")
  var json = false

  @Flag(help: "Train in less memory: compute activations again in the backward pass.")
  var recompute = false

  @Option(
    parsing: .unconditional,
    help: "Train in less memory: so many images of the batch at a time, a divisor of it.")
  var microBatch: Int?

  @Flag(
    help:
      "Time every part too, beside what the machine can do at most: GFLOP/s that are really done, and bytes."
  )
  var steps = false

  func run() throws {
    try Preflight.use(threads: threads)
    guard (1...100_000).contains(repeats) else {
      throw UsageError("--repeats \(repeats): give a number from 1 to 100000")
    }
    let before = ResidentMemory.current
    let work = try BenchWork(
      architecture, mode: mode, size: size, batch: batch ?? (mode == .train ? 8 : 1),
      microBatch: microBatch, backend: CPUBackend(recomputes: recompute))
    let seconds = try BenchTiming(work, repeats: repeats)
    let resident = ResidentMemory.peak.flatMap { peak in before.map { peak - $0 } }
    let roofline =
      steps
      ? Roofline(
        try work.plan.profile(BenchTiming.input(work), repeats: repeats), peak: MachinePeak()) : nil
    let result = BenchResult(
      architecture: work.architecture.specification, mode: mode.rawValue, size: size,
      batch: work.batch, microBatch: microBatch, threads: Parallel.threads,
      cpuLevel: CPULevel.current.name, recomputes: recompute, repeats: repeats, seconds: seconds,
      gflop: work.operations / 1e9, gflops: work.operations / 1e9 / seconds.median,
      parameters: work.network.parameterCount, peakBytes: work.peakBytes,
      residentBytes: resident,
      roofline: roofline)
    try Console.result(json ? try result.line : result.text)
    if let roofline, !json { try Console.result(roofline.text) }
  }
}

extension BenchWork.Mode: ExpressibleByArgument {}

/// What `bench` found, as it is printed.
struct BenchResult: Encodable {
  var architecture: String
  var mode: String
  var size: Int
  var batch: Int
  /// The images of the batch in memory at once, where that is not all.
  var microBatch: Int?
  var threads: Int
  var cpuLevel: String
  var recomputes: Bool
  var repeats: Int
  var seconds: BenchTiming
  /// Nominal GFLOP of one run.
  var gflop: Double
  /// Nominal GFLOP per second at the median time.
  var gflops: Double
  var parameters: Int
  var peakBytes: Int
  var residentBytes: Int?
  var roofline: Roofline?

  var line: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  var text: String {
    func mebibytes(_ bytes: Int) -> String { String(format: "%.1f MiB", Double(bytes) / 1_048_576) }
    return """
      \(architecture): \(mode == "train" ? "one training step" : "one forward pass") of \(batch) x \(size) x \(size), \
      \(threads) thread\(threads == 1 ? "" : "s"), CPU level \(cpuLevel)
      seconds  median \(String(format: "%.4f", seconds.median)), from \(String(format: "%.4f", seconds.min)) to \
      \(String(format: "%.4f", seconds.max)) in \(repeats) runs
      speed    \(String(format: "%.1f", gflops)) GFLOP/s nominal (\(String(format: "%.2f", gflop)) GFLOP a run, counted as \
      direct convolution)
      memory   \(mebibytes(peakBytes)) computed\(residentBytes.map { "; the process grew by \(mebibytes($0))" } ?? "")
      """
  }
}
