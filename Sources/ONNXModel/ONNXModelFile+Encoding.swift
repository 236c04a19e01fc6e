internal import SwiftProtobuf

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension ONNXModelFile {
  /// The file's bytes; equal models give equal bytes.
  public func encoded() throws -> [UInt8] {
    var model = ONNXModelProto()
    model.irVersion = Int64(Self.formatVersion)
    model.producerName = producerName
    model.producerVersion = producerVersion
    var operatorSet = ONNXOperatorSetIdProto()
    operatorSet.domain = ""
    operatorSet.version = Int64(Self.operatorSet)
    model.opsetImport = [operatorSet]
    model.metadataProps = metadata.map { pair in
      var entry = ONNXStringStringEntryProto()
      entry.key = pair.key
      entry.value = pair.value
      return entry
    }
    var graph = ONNXGraphProto()
    graph.name = graphName
    graph.node = nodes.map(Self.node)
    graph.initializer = initializers.map(Self.tensor)
    graph.input = inputs.map(Self.port)
    graph.output = outputs.map(Self.port)
    model.graph = graph
    return try model.serializedBytes()
  }

  private static func node(_ node: ONNXGraph.Node) -> ONNXNodeProto {
    var result = ONNXNodeProto()
    result.input = node.inputs
    result.output = node.outputs
    result.name = node.name
    result.opType = node.operatorType
    result.attribute = node.attributes.map(attribute)
    return result
  }

  private static func attribute(
    _ name: String, _ value: ONNXGraph.Attribute
  ) -> ONNXAttributeProto {
    var result = ONNXAttributeProto()
    result.name = name
    switch value {
    case .int(let number):
      result.type = .int
      result.i = Int64(number)
    case .ints(let numbers):
      result.type = .ints
      result.ints = numbers.map(Int64.init)
    case .float(let number):
      result.type = .float
      result.f = number
    case .string(let text):
      result.type = .string
      result.s = Data(text.utf8)
    }
    return result
  }

  private static func tensor(_ name: String, _ value: ONNXGraph.Constant) -> ONNXTensorProto {
    var result = ONNXTensorProto()
    result.name = name
    switch value {
    case .floats(let scalars, let dimensions):
      result.dataType = ElementType.float.rawValue
      result.dims = dimensions.map(Int64.init)
      result.rawData = littleEndian(scalars.map(\.bitPattern))
    case .integers(let scalars, let dimensions):
      result.dataType = ElementType.int64.rawValue
      result.dims = dimensions.map(Int64.init)
      result.rawData = littleEndian(scalars)
    }
    return result
  }

  private static func port(_ port: Port) -> ONNXValueInfoProto {
    var tensor = ONNXTypeProto.Tensor()
    tensor.elemType = ElementType.float.rawValue
    tensor.shape.dim = port.dimensions.map { dimension in
      var result = ONNXTensorShapeProto.Dimension()
      switch dimension {
      case .fixed(let extent): result.dimValue = Int64(extent)
      case .named(let name): result.dimParam = name
      }
      return result
    }
    var result = ONNXValueInfoProto()
    result.name = port.name
    result.type.tensorType = tensor
    return result
  }

  private static func littleEndian<Bits: FixedWidthInteger>(_ values: [Bits]) -> Data {
    values.map(\.littleEndian).withUnsafeBytes { Data($0) }
  }

  /// ONNX's numbers for the element types that we write.
  enum ElementType: Int32 {
    case float = 1
    case int64 = 7
  }
}
