import Architectures
import Networks
import Tensors
import Testing

@Suite("A batch in parts")
struct MicroBatchTests {
  private func noise(_ shape: Shape, _ factor: Int) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float($0 &* factor & 0xFFFF) / 65536 - 0.5 })
  }

  @Test(
    "gives the gradients of the whole, up to rounding",
    arguments: [
      "dncnn:depth=4,width=16", "unet:width=16,levels=2",
      "nafnet-lite:width=16,enc=1-1,mid=1,dec=1-1",
    ], [1, 2])
  func sums(_ specification: String, _ part: Int) throws {
    let architecture = try Architectures.make(specification)
    func network(_ batch: Int) throws -> Network {
      try architecture.network(input: Shape(batch, 1, 32, 32))
    }
    var weights = Weights(initializing: try network(1), seed: 3)
    for position in weights.names.indices {
      for i in weights[scalarsAt: position].indices {
        weights[scalarsAt: position][i] += 0.01 * Float(i % 7 - 3)
      }
    }
    let (input, target) = (noise(Shape(4, 1, 32, 32), 7919), noise(Shape(4, 1, 32, 32), 104_729))
    for backend: any Backend in [CPUBackend(), ReferenceBackend()] {
      func gradients(_ batch: Int) throws -> Weights {
        let plan = try backend.trainingPlan(for: network(batch))
        try plan.load(weights)
        // Twice, since what is left of one step must not reach the next.
        try plan.differentiate(input) { output, _ in output }
        try plan.differentiate(input) { output, entries in
          var difference = output
          difference.accumulate(target.entries(entries).scaled(by: -1))
          return difference
        }
        return try plan.gradients
      }
      let (whole, sum) = (try gradients(4), try gradients(part))
      for name in whole.names {
        let (a, b) = (try whole.tensor(named: name), try sum.tensor(named: name))
        let largest = a.scalars.map(abs).max() ?? 0
        let difference = zip(a.scalars, b.scalars).map { abs($0 - $1) }.max() ?? 0
        // Float32 sums over 4,096 pixels in another order.
        #expect(difference <= 2e-5 * largest + 1e-7, "\(backend.id) \(name)")
      }
    }
  }

  @Test("that do not divide it are refused")
  func refused() throws {
    let network = try Architectures.make("dncnn:depth=3,width=4").network(
      input: Shape(2, 1, 16, 16))
    let plan = try CPUBackend().trainingPlan(for: network)
    try plan.load(Weights(initializing: network, seed: 1))
    #expect(throws: PlanError("a batch of 3 cannot be cut into parts of 2")) {
      try plan.differentiate(noise(Shape(3, 1, 16, 16), 7)) { output, _ in output }
    }
  }
}
