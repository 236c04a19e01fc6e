import Networks
import ONNXModel
import Tensors
import TestSupport
import Testing

private let examples = Operators.all.flatMap { $0.examples }

@Suite("Every operator")
struct OperatorConformanceTests {
  // Forward passes round to 6e-8 of values near 1; over a step of 2e-3 that is 1e-4 of a gradient, and the curvature of
  // a normalisation adds as much.
  @Test("differentiates as central differences say", arguments: examples)
  func gradient(_ example: OperatorExample) {
    #expect(gradientDisagreement(example, step: 2e-3) < 1e-3)
  }

  @Test("makes the shape that it promises", arguments: examples)
  func shape(_ example: OperatorExample) throws {
    let inputs = example.inputs.map { Tensor(deterministic: $0, seed: 1) }
    let output = example.operator.forward(inputs)
    #expect(try example.operator.outputShape(for: example.inputs) == output.shape)
    let gradients = example.operator.backward(output, inputs: inputs, output: output)
    #expect(gradients.map(\.shape) == example.inputs)
  }

  @Test("refuses no inputs, and says its name", arguments: Operators.all.map { $0.examples[0] })
  func refusal(_ example: OperatorExample) {
    let error = #expect(throws: ShapeError.self) { try example.operator.outputShape(for: []) }
    #expect(error?.operation == type(of: example.operator).id)
  }

  @Test("ends its ONNX form in its output, under unique node names", arguments: examples)
  func lowering(_ example: OperatorExample) throws {
    var graph = ONNXGraph()
    let inputs = example.inputs.enumerated().map { NamedShape("x\($0)", $1) }
    let shape = try example.operator.outputShape(for: example.inputs)
    example.operator.lower(inputs, output: NamedShape("y", shape), into: &graph)
    #expect(graph.nodes.last?.outputs == ["y"])
    #expect(Set(graph.nodes.map(\.name)).count == graph.nodes.count)
  }

  @Test("has one file and one line in the list, and an identifier of its own")
  func catalogue() throws {
    let files = try Repository.sourceFiles(in: "Sources/Networks/Operators")
    #expect(files.subtracting(["Operators"]) == Set(Operators.all.map { String(describing: $0) }))
    #expect(Set(Operators.all.map { $0.id }).count == Operators.all.count)
  }
}
