import Architectures
import Networks
import Tensors
import TestSupport
import Testing

@Suite("The reference backend")
struct ReferenceBackendTests {
  // Adam on one patch must at least halve the noise within some dozen steps, or a gradient is wrong.
  @Test(
    "lets every architecture learn one patch by heart",
    arguments: [
      "dncnn:depth=4,width=8", "unet:width=6,levels=2",
      "nafnet-lite:width=6,enc=1,mid=1,dec=1", "nafnet:width=6,enc=1,mid=1,dec=1,tlc=8",
      "nafnet-lite:width=6,enc=1,mid=1,dec=1,bias_free=true",
    ])
  func overfits(_ specification: String) throws {
    let network = try Architectures.make(specification).network(input: Shape(1, 1, 12, 12))
    let plan = try ReferenceBackend().trainingPlan(for: network)
    let target = Tensor(
      network.inputShape,
      (0..<144).map { 0.3 + 0.2 * Float($0 % 12) / 12 + ($0 / 12 == 5 ? 0.4 : 0) })
    var noisy = target
    noisy.accumulate(
      Tensor(
        target.shape, Tensor(deterministic: target.shape, seed: 9).scalars.map { 0.1 * $0 }))
    var weights = Weights(initializing: network, seed: 1)
    var optimizer = AdamW(for: network, weightDecay: 0)
    let loss = MeanSquaredError()
    for step in 0..<150 {
      try plan.load(weights)
      let output = try plan.forward(noisy)
      try plan.backward(loss.gradient(output, target), adds: false)
      try plan.clipGradients(toNorm: 1)
      let schedule = CosineSchedule(peak: 1e-2, warmUpSteps: 5, totalSteps: 150)
      try optimizer.update(
        &weights, gradientsOf: plan, learningRate: schedule.learningRate(at: step))
    }
    try plan.load(weights)
    let before = loss.value(noisy, target)
    let after = loss.value(try plan.forward(noisy), target)
    #expect(after < before / 10, "\(before) became \(after)")
  }

  @Test("draws the same weights for a seed, others for another, and the promised spread")
  func initialization() throws {
    let network = try Architectures.make("dncnn:depth=3,width=32")
      .network(input: Shape(1, 1, 8, 8))
    let weights = Weights(initializing: network, seed: 7)
    #expect(weights == Weights(initializing: network, seed: 7))
    #expect(weights != Weights(initializing: network, seed: 8))
    try weights.check(against: network)
    let middle = try weights.tensor(named: "model.2.weight").scalars
    let variance = middle.reduce(0) { $0 + Double($1) * Double($1) } / Double(middle.count)
    // 9216 samples: the variance of the sample variance is 2 / 9216, so 1.5 % is one sigma.
    #expect(abs(variance / (2.0 / 288) - 1) < 0.06)
    #expect(weights["model.2.bias"]?.largestMagnitude == 0)
    // Bits that every machine must draw.
    #expect(middle[0].bitPattern == 0x3dc8_c356)
  }

  @Test("refuses weights that do not fit, and says why")
  func weightErrors() throws {
    let network = try Architectures.make("dncnn:depth=2,width=2").network(input: Shape(1, 1, 4, 4))
    let plan = try ReferenceBackend().inferencePlan(for: network)
    #expect(throws: PlanError.noWeights) { try plan.run(Tensor(network.inputShape)) }
    var weights = Weights(initializing: network, seed: 1)
    weights["model.0.bias"] = nil
    let missing = #expect(throws: MissingWeight.self) { try plan.load(weights) }
    #expect(missing?.name == "model.0.bias")
    weights["model.0.bias"] = Tensor(Shape(3))
    let mismatch = #expect(throws: WeightMismatch.self) { try plan.load(weights) }
    #expect(mismatch?.description.contains("has shape 3; the network needs 2") == true)
    weights["model.0.bias"] = Tensor(Shape(2))
    weights["model.4.weight"] = Tensor(Shape(2))
    let surplus = #expect(throws: WeightMismatch.self) { try plan.load(weights) }
    #expect(surplus?.description.contains("the first 'model.4.weight'") == true)
    weights["model.4.weight"] = nil
    try plan.load(weights)
    #expect(throws: ShapeError.self) { try plan.run(Tensor(Shape(1, 1, 5, 4))) }
  }

  @Test("goes backward only after forward")
  func order() throws {
    let network = try Architectures.make("dncnn:depth=2,width=2").network(input: Shape(1, 1, 4, 4))
    let plan = try ReferenceBackend().trainingPlan(for: network)
    try plan.load(Weights(initializing: network, seed: 1))
    #expect(throws: PlanError.noForward) { try plan.backward(Tensor(network.inputShape)) }
  }
}
