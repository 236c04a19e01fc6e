import Networks
import Tensors
import Testing

/// A small network that gives one rewrite rule something to do, with weights named by hand.
struct RuleExample: Sendable, CustomStringConvertible {
  var rule: RewriteRule
  var network: Network
  /// Rules that must have been applied before.
  var requires: [RewriteRule]
  /// Steps that the rule removes.
  var removed: Int
  var description: String { rule.name }

  /// Steps over an input `(2, 16, 6, 10)`; shapes are worked out here.
  init(
    _ rule: RewriteRule, requires: [RewriteRule] = [], removed: Int, parameters: [String: Shape],
    _ steps: [(any Operator, [Network.Source])]
  ) {
    let input = Shape(2, 16, 6, 10)
    self.rule = rule
    self.requires = requires
    self.removed = removed
    var network = Network(
      inputShape: input,
      parameters: parameters.sorted { $0.key < $1.key }.map {
        Network.Parameter(name: $0, shape: $1, initialization: .heNormal(fanIn: 16, gain: 1))
      }, steps: [], alignment: 2, halo: nil)
    for (operation, sources) in steps {
      let shapes = sources.map { network.shape(of: $0) }
      let shape = (try? operation.outputShape(for: shapes)) ?? Shape([])
      network.steps.append(Network.Step(operation: operation, inputs: sources, shape: shape))
    }
    self.network = network
  }

  static let convolution: (any Operator, [Network.Source]) = (
    Convolution(padding: 1), [.input, .parameter("a.weight"), .parameter("a.bias")]
  )
  static let weights = [
    "a.weight": Shape(16, 16, 3, 3), "a.bias": Shape(16), "b.weight": Shape(16, 16, 3, 3),
    "b.bias": Shape(16), "beta": Shape(1, 16, 1, 1), "up.weight": Shape(32, 16, 1, 1),
    "skip.weight": Shape(16, 8, 2, 2),
  ]
  static func second(_ source: Network.Source) -> (any Operator, [Network.Source]) {
    (Convolution(padding: 1), [source, .parameter("b.weight"), .parameter("b.bias")])
  }

  static func parameters(_ names: String...) -> [String: Shape] {
    weights.filter { names.contains($0.key) }
  }

  /// NAFNet's block on the input.
  static let gatedBlock: [(any Operator, [Network.Source])] = [
    (LayerNormalization(), [.input, .parameter("norm1.weight"), .parameter("norm1.bias")]),
    (
      Convolution(padding: 0), [.step(0), .parameter("conv1.weight"), .parameter("conv1.bias")]
    ),
    (
      Convolution(padding: 1, groups: 32),
      [.step(1), .parameter("conv2.weight"), .parameter("conv2.bias")]
    ),
    (SimpleGate(), [.step(2)]),
    (GlobalAveragePool(), [.step(3)]),
    (Convolution(padding: 0), [.step(4), .parameter("sca.weight"), .parameter("sca.bias")]),
    (Scale(), [.step(3), .step(5)]),
    (
      Convolution(padding: 0), [.step(6), .parameter("conv3.weight"), .parameter("conv3.bias")]
    ),
    (Scale(), [.step(7), .parameter("beta")]),
    (Add(), [.input, .step(8)]),
    (LayerNormalization(), [.step(9), .parameter("norm2.weight"), .parameter("norm2.bias")]),
    (
      Convolution(padding: 0), [.step(10), .parameter("conv4.weight"), .parameter("conv4.bias")]
    ),
    (SimpleGate(), [.step(11)]),
    (
      Convolution(padding: 0), [.step(12), .parameter("conv5.weight"), .parameter("conv5.bias")]
    ),
    (Scale(), [.step(13), .parameter("gamma")]),
    (Add(), [.step(9), .step(14)]),
  ]

  static let blockParameters: [String: Shape] = [
    "norm1.weight": Shape(16), "norm1.bias": Shape(16), "conv1.weight": Shape(32, 16, 1, 1),
    "conv1.bias": Shape(32), "conv2.weight": Shape(32, 1, 3, 3), "conv2.bias": Shape(32),
    "sca.weight": Shape(16, 16, 1, 1), "sca.bias": Shape(16),
    "conv3.weight": Shape(16, 16, 1, 1), "conv3.bias": Shape(16), "beta": Shape(1, 16, 1, 1),
    "norm2.weight": Shape(16), "norm2.bias": Shape(16), "conv4.weight": Shape(32, 16, 1, 1),
    "conv4.bias": Shape(32), "conv5.weight": Shape(16, 16, 1, 1), "conv5.bias": Shape(16),
    "gamma": Shape(1, 16, 1, 1),
  ]

  static let all = [
    RuleExample(
      // The factors' copy into an image goes too.
      .convolutionScale, removed: 2, parameters: parameters("a.weight", "a.bias", "beta"),
      [convolution, (Scale(), [.step(0), .parameter("beta")])]),
    RuleExample(
      .convolutionResidual, removed: 2,
      parameters: parameters("a.weight", "a.bias", "b.weight", "b.bias"),
      [
        convolution, (Subtract(), [.input, .step(0)]), second(.step(1)),
        (Add(), [.step(2), .step(1)]),
      ]),
    RuleExample(
      .convolutionReLU, removed: 2,
      parameters: parameters("a.weight", "a.bias", "b.weight", "b.bias"),
      [convolution, (ReLU(), [.step(0)]), second(.step(1)), (ReLU(), [.step(2)])]),
    RuleExample(
      // Fifteen steps become one, and two copies of factors go.
      .gatedBlock, removed: 17, parameters: blockParameters, gatedBlock),
    RuleExample(
      .pixelShuffleResidual, requires: [.convolutionPixelShuffle], removed: 1,
      parameters: parameters("up.weight", "skip.weight"),
      [
        (TransposedConvolution(), [.input, .parameter("skip.weight")]),
        (Convolution(padding: 0), [.input, .parameter("up.weight")]),
        (PixelShuffle(), [.step(1)]), (Add(), [.step(2), .step(0)]),
      ]),
    RuleExample(
      .convolutionPixelShuffle, removed: 1, parameters: parameters("up.weight"),
      [
        (Convolution(padding: 0), [.input, .parameter("up.weight")]),
        (PixelShuffle(), [.step(0)]),
      ]),
  ]
}

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
