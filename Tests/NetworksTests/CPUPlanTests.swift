import Networks
import Tensors
import Testing

@Suite("CPU backend: rewrite rules and memory")
struct CPUPlanTests {
  @Test("every rule has an example here")
  func complete() {
    #expect(Set([RewriteRule].all.map(\.name)) == Set(RuleExample.all.map(\.rule.name)))
  }

  @Test("a rule fuses what it says and changes no result", arguments: RuleExample.all)
  func rule(_ example: RuleExample) throws {
    let fused = try CPUBackend(rules: example.requires + [example.rule])
      .compile(example.network)
    let plain = try CPUBackend(rules: example.requires).compile(example.network)
    #expect(fused.summary.count == plain.summary.count - example.removed)
    for rules in [example.requires, example.requires + [example.rule], .all] {
      let result = try disagreement(example.network, on: CPUBackend(rules: rules))
      #expect(result.output < CPUParityTests.tolerance)
      #expect(result.gradients < CPUParityTests.tolerance)
    }
  }

  @Test("a convolution with two readers is not fused with one of them")
  func twoReaders() throws {
    let example = RuleExample(
      .convolutionReLU, removed: 0, parameters: RuleExample.parameters("a.weight", "a.bias"),
      [RuleExample.convolution, (ReLU(), [.step(0)]), (Add(), [.step(0), .step(1)])])
    #expect(try CPUBackend().compile(example.network).summary.count == 3)
    #expect(try disagreement(example.network, on: CPUBackend()).gradients < 5e-5)
  }

  @Test("a skip that is read after the concatenation is copied, and one read before is not")
  func concatenation() throws {
    let names = RuleExample.parameters("a.weight", "a.bias", "b.weight", "b.bias")
    let before = RuleExample(
      .convolutionReLU, removed: 0, parameters: names,
      [
        RuleExample.convolution, RuleExample.second(.step(0)),
        (Concatenate(), [.step(0), .step(1)]),
      ])
    let after = RuleExample(
      .convolutionReLU, removed: 0, parameters: names,
      [
        RuleExample.convolution, RuleExample.second(.step(0)),
        (Concatenate(), [.step(0), .step(1)]), (Concatenate(), [.step(2), .step(0)]),
      ])
    #expect(try disagreement(before.network, on: CPUBackend()).gradients < 5e-5)
    #expect(try disagreement(after.network, on: CPUBackend()).gradients < 5e-5)
    let summaries = try [before, after].map {
      try CPUBackend().compile($0.network).summary.filter { $0.contains("concatenate") }
    }
    #expect(summaries[0].allSatisfy { $0.contains("in place") })
    #expect(summaries[1].contains { $0.contains("copy") })
  }

  @Test("buffers that live at one moment do not overlap, and others share memory")
  func memory() {
    var state: UInt64 = 1
    let buffers = (0..<60).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      let buffer = PlanBuffer(scalars: Int(state >> 54) + 1)
      buffer.use(at: index)
      buffer.use(at: index + Int(state >> 40 & 7))
      return buffer
    }
    let total = buffers.assignPlaces()
    #expect(total < buffers.reduce(0) { $0 + $1.scalars } / 3)
    for (index, a) in buffers.enumerated() {
      #expect(a.offset + a.scalars <= total)
      for b in buffers[(index + 1)...] {
        guard let (first, second) = lifetimes(a, b), first.overlaps(second) else { continue }
        #expect(a.offset + a.scalars <= b.offset || b.offset + b.scalars <= a.offset)
      }
    }
  }

  private func lifetimes(_ a: PlanBuffer, _ b: PlanBuffer) -> (ClosedRange<Int>, ClosedRange<Int>)?
  {
    guard let first = a.lifetime, let second = b.lifetime else { return nil }
    return (first, second)
  }

  @Test("a plan says what is missing instead of computing with it")
  func order() throws {
    let network = RuleExample.all[0].network
    let plan = try CPUBackend().compile(network)
    #expect(throws: PlanError.noWeights) { try plan.run(Tensor(network.inputShape)) }
    try plan.load(Weights(initializing: network, seed: 1))
    _ = try plan.run(Tensor(network.inputShape))
    #expect(throws: PlanError.self) { try plan.backward(Tensor(network.outputShape)) }
    let training = try CPUBackend().trainingPlan(for: network)
    try training.load(Weights(initializing: network, seed: 1))
    #expect(throws: PlanError.noForward) { try training.backward(Tensor(network.outputShape)) }
    #expect(throws: ShapeError.self) { try training.forward(Tensor(Shape(1, 1, 2, 2))) }
  }
}
