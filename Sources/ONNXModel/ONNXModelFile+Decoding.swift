internal import SwiftProtobuf

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ONNXModelFile {
  /// Reads a file's bytes: the float32 and int64 initialisers, the nodes and the metadata.
  public init(decoding bytes: [UInt8]) throws {
    let model: ONNXModelProto
    do {
      model = try ONNXModelProto(serializedBytes: bytes)
    } catch {
      throw ONNXModelError("not an ONNX file: the bytes are no protobuf message")
    }
    guard model.hasGraph, model.hasIrVersion else {
      throw ONNXModelError("not an ONNX file: it has no graph")
    }
    self.init(
      producerName: model.producerName, producerVersion: model.producerVersion,
      graphName: model.graph.name, inputs: model.graph.input.map(Self.port),
      outputs: model.graph.output.map(Self.port), nodes: try model.graph.node.map(Self.node),
      initializers: try model.graph.initializer.map(Self.constant),
      metadata: model.metadataProps.map { ($0.key, $0.value) })
  }

  private static func port(_ port: ONNXValueInfoProto) -> Port {
    Port(
      name: port.name,
      dimensions: port.type.tensorType.shape.dim.map { dimension in
        switch dimension.value {
        case .dimValue(let extent): .fixed(Int(extent))
        case .dimParam(let name): .named(name)
        case nil: .named("")
        }
      })
  }

  private static func node(_ node: ONNXNodeProto) throws -> ONNXGraph.Node {
    ONNXGraph.Node(
      name: node.name, operatorType: node.opType, inputs: node.input, outputs: node.output,
      attributes: try node.attribute.map { attribute in
        let value: ONNXGraph.Attribute =
          switch attribute.type {
          case .int: .int(Int(attribute.i))
          case .ints: .ints(attribute.ints.map(Int.init))
          case .float: .float(attribute.f)
          case .string: .string(String(decoding: attribute.s, as: UTF8.self))
          case .undefined:
            throw ONNXModelError("attribute '\(attribute.name)' of '\(node.name)' has no type")
          }
        return (attribute.name, value)
      })
  }

  private static func constant(
    _ tensor: ONNXTensorProto
  ) throws -> (name: String, value: ONNXGraph.Constant) {
    var count = 1
    for dimension in tensor.dims {
      let (product, overflow) = count.multipliedReportingOverflow(by: Int(dimension))
      guard dimension >= 0, !overflow else {
        throw ONNXModelError("the initialiser '\(tensor.name)' has impossible dimensions")
      }
      count = product
    }
    let dimensions = tensor.dims.map(Int.init)
    switch ElementType(rawValue: tensor.dataType) {
    case .float:
      let bits = try values(of: tensor, count: count, as: UInt32.self)
      return (tensor.name, .floats(bits.map(Float.init(bitPattern:)), dimensions: dimensions))
    case .int64:
      let integers = try values(of: tensor, count: count, as: Int64.self)
      return (tensor.name, .integers(integers, dimensions: dimensions))
    case nil:
      throw ONNXModelError(
        "the initialiser '\(tensor.name)' has element type \(tensor.dataType); "
          + "float32 and int64 are read")
    }
  }

  private static func values<Bits: FixedWidthInteger>(
    of tensor: ONNXTensorProto, count: Int, as type: Bits.Type
  ) throws -> [Bits] {
    let size = MemoryLayout<Bits>.size
    guard tensor.rawData.count / size == count, tensor.rawData.count.isMultiple(of: size) else {
      throw ONNXModelError(
        "the initialiser '\(tensor.name)' has \(tensor.rawData.count) bytes of raw data for "
          + "\(count) values")
    }
    return tensor.rawData.withUnsafeBytes { bytes in
      (0..<count).map {
        Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: type))
      }
    }
  }
}
