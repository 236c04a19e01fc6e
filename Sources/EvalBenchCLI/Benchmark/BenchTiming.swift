import Networks
import Tensors

/// Times a compiled network again and again, after one run that does not count.
struct BenchTiming: Encodable {
  let median: Double
  let min: Double
  let max: Double

  /// Runs the work `repeats` times on seeded numbers.
  ///
  /// A step of training is what PyTorch's is in the script of peers: forward, mean absolute error against a fixed target,
  /// backward, and an update of all weights by AdamW.
  init(_ work: BenchWork, repeats: Int) throws {
    let network = work.network
    var weights = Weights(initializing: network, seed: 1)
    let input = Self.noise(network.inputShape.withBatch(work.batch), multiplier: 7919)
    let target =
      work.mode == .train
      ? Self.noise(network.outputShape.withBatch(work.batch), multiplier: 104_729)
      : Tensor(Shape([]))
    let share = Float(network.inputShape.batch) / Float(work.batch)
    var optimizer = work.mode == .train ? AdamW(for: network, weightDecay: 0) : nil
    let loss = L1Loss()
    try work.plan.load(weights)
    func run() throws {
      switch work.mode {
      case .infer: _ = try work.plan.run(input)
      case .train:
        try work.plan.differentiate(input) { output, entries in
          let gradient = loss.gradient(output, target.entries(entries))
          return share == 1 ? gradient : gradient.scaled(by: share)
        }
        try optimizer?.update(&weights, gradientsOf: work.plan, learningRate: 1e-4)
        try work.plan.load(weights)
      }
    }
    try run()
    let clock = ContinuousClock()
    let seconds = try (0..<repeats).map { _ in
      let components = try clock.measure(run).components
      return Double(components.seconds) + 1e-18 * Double(components.attoseconds)
    }.sorted()
    let middle = seconds.count / 2
    median =
      seconds.count.isMultiple(of: 2)
      ? (seconds[middle - 1] + seconds[middle]) / 2 : seconds[middle]
    (min, max) = (seconds[0], seconds[seconds.count - 1])
  }

  /// The input of the plan's parts.
  static func input(_ work: BenchWork) -> Tensor {
    noise(work.network.inputShape, multiplier: 7919)
  }

  /// Numbers from 0 to 1 that no kernel can find easy.
  private static func noise(_ shape: Shape, multiplier: Int) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float($0 &* multiplier & 0xFFFF) / 65536 })
  }
}
