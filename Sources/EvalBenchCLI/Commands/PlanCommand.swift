import ArgumentParser
import Foundation
import Kernels
import Networks
import Tensors

/// `evalbench plan`: how a network would be computed here.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows how a network is compiled: its fused steps, and the memory that it will hold.")

  @Option(help: "The network, such as dncnn or unet:width=16,levels=3.")
  var architecture: String

  @Option(parsing: .unconditional, help: "The side of the input in pixels.")
  var size = 512

  @Option(help: "infer: forward only; train: forward and backward.")
  var mode = BenchWork.Mode.infer

  @Option(parsing: .unconditional, help: "Images in the input (default 1, or 8 for training).")
  var batch: Int?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Each has scratch memory.")
  var threads = 0

  @Flag(help: "Train in less memory: compute activations again in the backward pass.")
  var recompute = false

  @Option(
    parsing: .unconditional,
    help: "Train in less memory: so many images of the batch at a time, a divisor of it.")
  var microBatch: Int?

  func run() throws {
    try Preflight.use(threads: threads)
    let backend = CPUBackend(recomputes: recompute)
    let work = try BenchWork(
      architecture, mode: mode, size: size, batch: batch ?? (mode == .train ? 8 : 1),
      microBatch: microBatch, backend: backend)
    let plan = work.plan
    try Console.result(
      "\(work.architecture.specification), \(mode.rawValue), input \(work.network.inputShape), CPU level \(CPULevel.current.name), \(Parallel.threads) threads"
    )
    try Console.result(
      "\(work.network.steps.count) operations in \(plan.summary.count) steps; rules, in order: \(backend.rules.map(\.name).joined(separator: ", "))"
    )
    for (index, line) in plan.summary.enumerated() {
      try Console.result(
        "\(String(repeating: " ", count: index < 9 ? 2 : index < 99 ? 1 : 0))\(index + 1)  \(line)")
    }
    for (name, bytes) in plan.memory {
      try Console.result(
        name.padding(toLength: 41, withPad: " ", startingAt: 0)
          + String(format: "%10.1f MiB", Double(bytes) / 1_048_576))
    }
    try Console.result(
      "weights, input and output outside of it".padding(
        toLength: 41, withPad: " ", startingAt: 0)
        + String(format: "%10.1f MiB", Double(work.peakBytes - plan.peakBytes) / 1_048_576))
    try Console.result("peakBytes \(work.peakBytes)")
  }
}
