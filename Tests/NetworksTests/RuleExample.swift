import Networks
import Tensors

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
