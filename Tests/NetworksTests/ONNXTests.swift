import Architectures
import Foundation
import Networks
import ONNXModel
import Tensors
import TestSupport
import Testing

@Suite("An exported ONNX model")
struct ONNXTests {
  static let specifications = [
    "dncnn:depth=4,width=6", "dncnn:depth=3,width=4,channels=3,bias_free=true",
    "unet:width=4,levels=3", "nafnet-lite:width=4", "nafnet-lite:width=4,enc=1-1,dec=1-1,tlc=6",
    "nafnet:width=4,enc=2,mid=1,dec=1,channels=3,bias_free=true",
  ]

  /// Weights off their starting values, so that nothing hides behind a zero or a one.
  static func weights(_ network: Network) -> Weights {
    Weights(
      network.parameters.enumerated().map { i, parameter in
        let start = Weights(initializing: network, seed: 2)[parameter.name]?.scalars ?? []
        let shift = Tensor(deterministic: parameter.shape, seed: UInt64(i + 1)).scalars
        return (
          parameter.name,
          Tensor(parameter.shape, zip(start, shift).map { $0 + 0.3 * $1 })
        )
      })
  }

  @Test("reads back as the same architecture, weights and metadata", arguments: specifications)
  func roundTrip(_ specification: String) throws {
    let architecture = try Architectures.make(specification)
    let network = try architecture.network(input: Shape(1, architecture.channels, 16, 16))
    let weights = Self.weights(network)
    let bytes = try ONNXFile.bytes(
      for: architecture, weights: weights, metadata: [("evalbench.normalization", "x")])
    #expect(
      try bytes
        == ONNXFile.bytes(
          for: architecture, weights: weights, metadata: [("evalbench.normalization", "x")]))
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "model.onnx")
    try Data(bytes).write(to: path)
    let read = try ONNXFile.read(path.path())
    #expect(read.architecture.specification == architecture.specification)
    #expect(read.weights == weights)
    #expect(read.metadata["evalbench.normalization"] == "x")
    #expect(read.metadata["evalbench.align"] == String(network.alignment))
    #expect(read.metadata["evalbench.halo"] == network.halo.map(String.init) ?? "global")
  }

  @Test("has unique names, explicit sizes, a residual node, and no channel order that phones lack")
  func structure() throws {
    for specification in Self.specifications {
      let architecture = try Architectures.make(specification)
      let bytes = try ONNXFile.bytes(
        for: architecture,
        weights: Self.weights(architecture.network(input: Shape(1, architecture.channels, 16, 16)))
      )
      let model = try ONNXModelFile(decoding: bytes)
      #expect(Set(model.nodes.map(\.name)).count == model.nodes.count)
      #expect(Set(model.initializers.map(\.name)).count == model.initializers.count)
      let last = try #require(model.nodes.last)
      #expect(last.name == "residual" && last.outputs == ["denoised"])
      #expect(["Add", "Sub"].contains(last.operatorType))
      for node in model.nodes where node.operatorType == "DepthToSpace" {
        #expect(node.attributes.contains { $0 == ("mode", .string("DCR")) })
      }
      for node in model.nodes where node.operatorType == "Split" { #expect(node.inputs.count == 2) }
      let made = Set(model.nodes.flatMap(\.outputs)).union(model.initializers.map(\.name))
        .union(["image"])
      #expect(model.nodes.allSatisfy { made.isSuperset(of: $0.inputs) })
      #expect(
        model.inputs.first?.dimensions == [
          .named("batch"), .fixed(architecture.channels), .named("height"), .named("width"),
        ])
    }
  }

  @Test("of somebody else, or damaged, is refused by name")
  func refusal() throws {
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "other.onnx")
    let architecture = try Architectures.make("dncnn:depth=2,width=2")
    let network = try architecture.network(input: Shape(1, 1, 8, 8))
    let weights = Self.weights(network)
    // No architecture in the metadata.
    try Data(ONNXFile.bytes(for: network, weights: weights)).write(to: path)
    let foreign = #expect(throws: ArchitectureError.self) { try ONNXFile.read(path.path()) }
    #expect(foreign?.description.contains("other.onnx") == true)
    // An architecture that the weights do not belong to.
    for wrong in ["dncnn:depth=3,width=2", "dncnn:depth=2,width=3", "dncnn:depth=9999"] {
      try Data(
        ONNXFile.bytes(
          for: network, weights: weights, metadata: [("evalbench.architecture", wrong)])
      ).write(to: path)
      #expect(throws: (any Error).self) { try ONNXFile.read(path.path()) }
    }
    let whole = try ONNXFile.bytes(for: architecture, weights: weights)
    for count in stride(from: 0, to: whole.count, by: 7) {
      try Data(whole.prefix(count)).write(to: path)
      #expect(throws: (any Error).self) { try ONNXFile.read(path.path()) }
    }
  }

  @Test("runs in ONNX Runtime as here, at two sizes, and passes ONNX's full check")
  func runtime() throws {
    guard let python = Repository.python else {
      print("skipped: no Python with onnx and onnxruntime; set EVALBENCH_PYTHON")
      return
    }
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var names: [String] = []
    for (number, specification) in Self.specifications.enumerated() {
      let architecture = try Architectures.make(specification)
      let smallest = try architecture.network(input: Shape(1, architecture.channels, 16, 16))
      let weights = Self.weights(smallest)
      let name = folder.appending(path: "model\(number)").path()
      try Data(ONNXFile.bytes(for: architecture, weights: weights))
        .write(to: URL(filePath: "\(name).onnx"))
      var tensors = Weights()
      for (i, shape) in [(1, 16, 24), (2, 40, 32)].enumerated() {
        let network = try architecture.network(
          input: Shape(shape.0, architecture.channels, shape.1, shape.2))
        let plan = try ReferenceBackend().inferencePlan(for: network)
        try plan.load(weights)
        let input = Tensor(deterministic: network.inputShape, seed: 5)
        tensors["input\(i)"] = input
        tensors["output\(i)"] = try plan.run(input)
      }
      try SafeTensors.write(tensors, metadata: [:], to: "\(name).safetensors")
      names.append(name)
    }
    let script = Repository.root.appending(path: "references/networks/check_onnx.py").path()
    let result = try runPython(python, [script] + names)
    guard result.status != 77 else {
      print("skipped: \(python) lacks a library: \(result.output)")
      return
    }
    #expect(result.status == 0, "\(result.output)")
    #expect(
      result.output.split(separator: "\n").filter { $0.hasPrefix("ok ") }.count == names.count)
  }
}
