import Architectures
import Networks
import Tensors
import TestSupport
import Testing

@Suite("A bias-free network")
struct BiasFreeTests {
  static let specifications = [
    "dncnn:depth=4,width=5,bias_free=true",
    "unet:width=3,levels=2,bias_free=true",
    "nafnet-lite:width=4,enc=1-1,mid=1,dec=1-1,bias_free=true",
    "nafnet:width=4,enc=1,mid=1,dec=1,tlc=8,bias_free=true",
  ]

  // Float32 rounding through a dozen layers; a power of two would hide errors, so 0.3 and 17.
  @Test("scales with its input", arguments: specifications, [0.3, 17] as [Float])
  func homogeneous(_ specification: String, _ factor: Float) throws {
    let network = try Architectures.make(specification).network(input: Shape(1, 1, 8, 8))
    let plan = try ReferenceBackend().inferencePlan(for: network)
    var weights = Weights(initializing: network, seed: 3)
    // Zero beta and gamma would leave NAFNet's blocks out.
    for name in weights.names where name.hasSuffix("beta") || name.hasSuffix("gamma") {
      let shape = try weights.tensor(named: name).shape
      weights[name] = Tensor(repeating: 0.7, shape)
    }
    try plan.load(weights)
    let input = Tensor(deterministic: network.inputShape, seed: 5)
    let output = try plan.run(input)
    let scaled = try plan.run(Tensor(input.shape, input.scalars.map { factor * $0 }))
    let expected = Tensor(output.shape, output.scalars.map { factor * $0 })
    #expect(scaled.largestDifference(from: expected) <= 1e-5 * expected.largestMagnitude)
    #expect(output.largestDifference(from: input) > 0.01)
  }

  @Test("learns no bias", arguments: specifications)
  func noBias(_ specification: String) throws {
    let network = try Architectures.make(specification).network(input: Shape(1, 1, 8, 8))
    #expect(!network.parameters.contains { $0.name.hasSuffix("bias") })
  }
}
