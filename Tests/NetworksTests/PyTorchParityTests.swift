import Architectures
import Networks
import Tensors
import TestSupport
import Testing

private struct NumberedExample: CustomStringConvertible, Sendable {
  let example: OperatorExample
  let name: String
  var description: String { "\(name) \(example)" }
}

private let examples = Operators.all.flatMap { type in
  type.examples.enumerated().map { NumberedExample(example: $1, name: "\(type.id).\($0)") }
}

@Suite("PyTorch computes the same")
struct PyTorchParityTests {
  // Both round to float32: a few units of 6e-8 of the largest value, more where PyTorch sums in float32.
  @Test("for every operator, forward and backward", arguments: examples)
  fileprivate func operators(_ numbered: NumberedExample) throws {
    let (fixture, example) = (try Fixture("operators"), numbered.example)
    let inputs = try example.inputs.indices.map { try fixture["\(numbered.name)/input.\($0)"] }
    #expect(inputs.map(\.shape) == example.inputs)
    let output = example.operator.forward(inputs)
    #expect(agree(output, try fixture["\(numbered.name)/output"], within: 2e-6))
    let gradients = example.operator.backward(
      try fixture["\(numbered.name)/cotangent"], inputs: inputs, output: output)
    for (i, gradient) in gradients.enumerated() {
      #expect(agree(gradient, try fixture["\(numbered.name)/gradient.\(i)"], within: 5e-6))
    }
  }

  // Rounding grows along some ten layers, and the CPU's fast convolutions add theirs.
  @Test(
    "for every architecture, forward and backward, on every backend", arguments: 0..<7,
    [ReferenceBackend(), CPUBackend()] as [any Backend])
  func architectures(_ number: Int, _ backend: any Backend) throws {
    let fixture = try Fixture("architecture-\(number)")
    let specification = try #require(fixture.metadata["specification"])
    let input = try fixture["input"]
    let network = try Architectures.make(specification).network(input: input.shape)
    let weights = fixture.group("weight/")
    #expect(Set(network.parameters.map(\.name)) == Set(weights.names))

    let inference = try backend.inferencePlan(for: network)
    try inference.load(weights)
    let training = try backend.trainingPlan(for: network)
    try training.load(weights)
    let output = try inference.run(input)
    let (forward, backward) =
      backend is ReferenceBackend ? (5e-6, 3e-5) : (3e-5, 2e-4) as (Float, Float)
    #expect(agree(output, try fixture["output"], within: forward), "\(specification)")
    #expect(agree(try training.forward(input), try fixture["output"], within: forward))

    let gradients = try training.backward(try fixture["cotangent"])
    for name in weights.names {
      let expected = try fixture["gradient/\(name)"]
      #expect(
        agree(try gradients.tensor(named: name), expected, within: backward),
        "\(specification) \(name)")
    }
  }

  @Test("and every identifier has such a record")
  func everyIdentifier() throws {
    let recorded = try Set(
      (0..<7).map { number in
        try Fixture("architecture-\(number)").metadata["specification"]?.split(separator: ":").first
      })
    #expect(recorded == Set(Architectures.ids.map { Substring($0) }))
  }
}
