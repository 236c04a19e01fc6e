import Architectures
import Foundation
import Kernels
import Networks
import Tensors
import Testing

/// Times plans where `EVALBENCH_BENCH` is set (benchmarks/kernels/run.sh sets it); otherwise it does nothing.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["EVALBENCH_BENCH"] != nil))
struct CPUBenchmark {
  private static let repeats =
    Int(ProcessInfo.processInfo.environment["EVALBENCH_BENCH"] ?? "") ?? 5

  @Test(
    "times inference",
    arguments: [
      ("dncnn", 512), ("unet", 512),
      ("nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1", 512),
    ])
  func inference(_ specification: String, _ size: Int) throws {
    let network = try Architectures.make(specification).network(input: Shape(1, 1, size, size))
    let plan = try CPUBackend().compile(network)
    try plan.load(Weights(initializing: network, seed: 1))
    let input = Tensor(repeating: 0.1, network.inputShape)
    try report("infer", specification, network, plan, passes: 1) { _ = try plan.run(input) }
  }

  @Test(
    "times training steps",
    arguments: [
      ("dncnn:depth=8,width=32", 64), ("unet:width=16,levels=3", 64), ("nafnet-lite", 64),
      ("dncnn", 64), ("unet:width=32,levels=4", 64),
    ])
  func training(_ specification: String, _ size: Int) throws {
    let network = try Architectures.make(specification).network(input: Shape(8, 1, size, size))
    let plan = try CPUBackend().compile(network, differentiates: true)
    let weights = Weights(initializing: network, seed: 1)
    let input = Tensor(repeating: 0.1, network.inputShape)
    try report("train", specification, network, plan, passes: 3) {
      try plan.load(weights)
      _ = try plan.backward(try plan.forward(input))
    }
    if ProcessInfo.processInfo.environment["EVALBENCH_BENCH_STEPS"] != nil {
      for part in try plan.profile(input, repeats: 2 * Self.repeats) {
        print("    \(String(format: "%8.3f", 1000 * part.seconds)) ms  \(part.phase) \(part.name)")
      }
    }
  }

  private func report(
    _ mode: String, _ specification: String, _ network: Network, _ plan: CPUPlan, passes: Double,
    _ body: () throws -> Void
  ) throws {
    try body()
    let clock = ContinuousClock()
    let start = processorSeconds()
    let seconds = try (0..<Self.repeats).map { _ in
      let components = try clock.measure(body).components
      return Double(components.seconds) + 1e-18 * Double(components.attoseconds)
    }.sorted()
    let busy = (processorSeconds() - start) / Double(Self.repeats)
    let flops =
      2 * passes * network.multiplyAccumulates
      * Double(network.inputShape.batch * network.inputShape.height * network.inputShape.width)
    let numbers = [
      seconds[0], seconds[seconds.count / 2], flops / seconds[0] / 1e9, busy, flops / busy / 1e9,
    ]
    .map { String(format: "%.4g", $0) }
    print(
      "\(mode) \(specification) \(network.inputShape) \(CPULevel.current.name) threads \(Parallel.threads): "
        + "min \(numbers[0]) s, median \(numbers[1]) s, \(numbers[2]) GFLOP/s nominal; "
        + "\(numbers[3]) processor seconds a run, \(numbers[4]) GFLOP per processor second; "
        + "plan \(plan.peakBytes / 1_000_000) MB")
  }

  /// What all threads of this process have used: on a busy machine it says more than the clock on the wall.
  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
