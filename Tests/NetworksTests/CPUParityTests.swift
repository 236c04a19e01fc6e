import Architectures
import Kernels
import Networks
import Tensors
import Testing

/// A network of one step that takes every input of an operator's example as a parameter.
private func network(of example: OperatorExample) throws -> Network {
  let names = example.inputs.indices.map { "input\($0)" }
  return Network(
    inputShape: Shape(1, 1, 2, 2),
    parameters: zip(names, example.inputs).map {
      Network.Parameter(name: $0, shape: $1, initialization: .heNormal(fanIn: 2, gain: 1))
    },
    steps: [
      Network.Step(
        operation: example.operator, inputs: names.map { .parameter($0) },
        shape: try example.operator.outputShape(for: example.inputs))
    ], alignment: 1, halo: 0)
}

/// Uniform numbers in -1...1, the same for one seed.
func uniform(_ shape: Shape, seed: UInt64) -> Tensor {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  return Tensor(
    shape,
    (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    })
}

/// The greatest difference, over the greatest magnitude of what is right.
func relativeDifference(_ actual: Tensor, _ expected: Tensor) -> Float {
  guard actual.shape == expected.shape else { return .infinity }
  var (difference, magnitude) = (Float(0), Float(1e-6))
  for (a, b) in zip(actual.scalars, expected.scalars) {
    if !a.isFinite || !b.isFinite { return .infinity }
    difference = max(difference, abs(a - b))
    magnitude = max(magnitude, abs(b))
  }
  return difference / magnitude
}

/// The greatest relative difference of a plan's results from the reference's: the output's, and each gradient's.
func disagreement(
  _ network: Network, on backend: CPUBackend, seed: UInt64 = 7, weights given: Weights? = nil
) throws -> (output: Float, gradients: Float) {
  var weights = given ?? Weights(initializing: network, seed: seed)
  if given == nil {
    // Biases and NAFNet's factors start at 0, which would hide their gradients' mistakes.
    for parameter in network.parameters where parameter.initialization == .constant(0) {
      let noise = uniform(parameter.shape, seed: UInt64(parameter.name.utf8.count))
      weights[parameter.name] = Tensor(parameter.shape, noise.scalars.map { 0.3 * $0 })
    }
  }
  let input = uniform(network.inputShape, seed: seed)
  let gradient = uniform(network.outputShape, seed: seed &+ 1)
  let (reference, fast) = (
    try ReferenceBackend().trainingPlan(for: network), try backend.trainingPlan(for: network)
  )
  try reference.load(weights)
  try fast.load(weights)
  let output = relativeDifference(try fast.forward(input), try reference.forward(input))
  let (actual, expected) = (try fast.backward(gradient), try reference.backward(gradient))
  var worst = Float(0)
  for name in expected.names {
    worst = max(
      worst, relativeDifference(try actual.tensor(named: name), try expected.tensor(named: name)))
  }
  let inference = try backend.inferencePlan(for: network)
  try inference.load(weights)
  let again = relativeDifference(try inference.run(input), try reference.forward(input))
  return (max(output, again), worst)
}

let levels = CPULevel.supported

@Suite("CPU backend: parity with the reference")
struct CPUParityTests {
  static let examples = Operators.all.flatMap { $0.examples }
  /// Larger inputs, which take the blocked kernels: more than four channels, odd sizes, several images.
  static let blocked = [
    OperatorExample(
      Convolution(padding: 1), [Shape(2, 18, 9, 11), Shape(20, 18, 3, 3), Shape(20)]),
    OperatorExample(Convolution(padding: 1), [Shape(1, 32, 16, 8), Shape(48, 32, 3, 3)]),
    OperatorExample(Convolution(padding: 1), [Shape(3, 5, 1, 2), Shape(6, 5, 3, 3), Shape(6)]),
    OperatorExample(Convolution(padding: 1), [Shape(2, 1, 17, 9), Shape(24, 1, 3, 3), Shape(24)]),
    OperatorExample(Convolution(padding: 1), [Shape(2, 3, 5, 7), Shape(16, 3, 3, 3), Shape(16)]),
    OperatorExample(Convolution(padding: 1), [Shape(2, 24, 6, 9), Shape(3, 24, 3, 3), Shape(3)]),
    OperatorExample(Convolution(padding: 0), [Shape(2, 24, 6, 9), Shape(1, 24, 1, 1), Shape(1)]),
    OperatorExample(Convolution(padding: 0), [Shape(2, 2, 6, 9), Shape(17, 2, 1, 1), Shape(17)]),
    OperatorExample(Convolution(padding: 0), [Shape(2, 20, 6, 9), Shape(50, 20, 1, 1), Shape(50)]),
    OperatorExample(
      Convolution(stride: 2, padding: 0), [Shape(2, 16, 6, 10), Shape(32, 16, 2, 2), Shape(32)]),
    OperatorExample(
      Convolution(stride: 2, padding: 0), [Shape(9, 10, 4, 6), Shape(20, 10, 2, 2), Shape(20)]),
    OperatorExample(
      Convolution(padding: 1, groups: 20), [Shape(2, 20, 5, 7), Shape(20, 1, 3, 3), Shape(20)]),
    OperatorExample(
      TransposedConvolution(), [Shape(2, 32, 3, 5), Shape(32, 16, 2, 2), Shape(16)]),
    OperatorExample(TransposedConvolution(), [Shape(10, 12, 3, 5), Shape(12, 7, 2, 2)]),
    OperatorExample(ReLU(), [Shape(2, 20, 5, 7)]),
    OperatorExample(Add(), [Shape(2, 20, 5, 7), Shape(2, 20, 5, 7)]),
    OperatorExample(Subtract(), [Shape(2, 20, 5, 7), Shape(2, 20, 5, 7)]),
    OperatorExample(Scale(), [Shape(2, 20, 5, 7), Shape(1, 20, 1, 1)]),
    OperatorExample(Scale(), [Shape(2, 20, 50, 70), Shape(2, 20, 1, 1)]),
    OperatorExample(Scale(), [Shape(2, 20, 5, 7), Shape(2, 20, 5, 7)]),
    OperatorExample(SimpleGate(), [Shape(2, 32, 5, 7)]),
    OperatorExample(SimpleGate(), [Shape(2, 20, 5, 7)]),
    OperatorExample(LayerNormalization(), [Shape(2, 20, 5, 7), Shape(20), Shape(20)]),
    OperatorExample(LayerNormalization(centered: false), [Shape(2, 32, 70, 70), Shape(32)]),
    OperatorExample(GlobalAveragePool(), [Shape(2, 20, 50, 70)]),
    OperatorExample(LocalAveragePool(window: 3), [Shape(2, 20, 5, 7)]),
    OperatorExample(MaxPool(), [Shape(2, 20, 6, 8)]),
    OperatorExample(Concatenate(), [Shape(2, 16, 5, 7), Shape(2, 20, 5, 7)]),
    OperatorExample(Concatenate(), [Shape(2, 20, 5, 7), Shape(2, 16, 5, 7)]),
    OperatorExample(PixelShuffle(), [Shape(2, 40, 3, 4)]),
    OperatorExample(MagnitudeRestoration(), [Shape(2, 20, 5, 7), Shape(2, 20, 5, 7)]),
  ]

  /// Float32 sums of up to a few hundred terms, and Winograd's transforms: some 1e-5 of the greatest value at most.
  static let tolerance: Float = 5e-5

  @Test("computes every operator as the reference does", arguments: examples + blocked, levels)
  func operation(_ example: OperatorExample, _ level: CPULevel) throws {
    let result = try disagreement(network(of: example), on: CPUBackend(level: level))
    #expect(result.output < Self.tolerance)
    #expect(result.gradients < Self.tolerance)
  }

  /// Architectures, with the size and the batch.
  static let architectures: [(String, Shape)] = [
    ("dncnn:depth=4,width=16", Shape(2, 1, 12, 20)),
    ("dncnn:depth=4,width=10,channels=3", Shape(1, 3, 7, 9)),
    ("dncnn:depth=3,width=40,bias_free=true", Shape(3, 1, 9, 6)),
    ("unet:width=16,levels=2", Shape(2, 1, 16, 24)),
    ("unet:width=6,levels=2,channels=3", Shape(2, 3, 12, 8)),
    ("nafnet-lite", Shape(2, 1, 16, 24)),
    ("nafnet-lite:width=6", Shape(1, 1, 8, 16)),
    ("nafnet-lite:width=16,bias_free=true", Shape(2, 1, 8, 16)),
  ]

  @Test("trains every architecture as the reference does", arguments: architectures, levels)
  func architecture(_ case: (String, Shape), _ level: CPULevel) throws {
    let network = try Architectures.make(`case`.0).network(input: `case`.1)
    let result = try disagreement(network, on: CPUBackend(level: level))
    // Rounding passes through every layer.
    #expect(result.output < 2e-4)
    #expect(result.gradients < 2e-3)
  }

  @Test("gives the same bits for any number of threads", arguments: architectures)
  func threads(_ case: (String, Shape)) throws {
    let network = try Architectures.make(`case`.0).network(input: `case`.1)
    let weights = Weights(initializing: network, seed: 3)
    let input = uniform(network.inputShape, seed: 5)
    let results = try [1, 2, 3].map { threads in
      let plan = try CPUBackend(threads: threads).compile(network, differentiates: true)
      try plan.load(weights)
      let output = try plan.forward(input)
      return (output, try plan.backward(output))
    }
    for result in results.dropFirst() {
      #expect(result.0 == results[0].0)
      #expect(result.1 == results[0].1)
    }
  }
}
