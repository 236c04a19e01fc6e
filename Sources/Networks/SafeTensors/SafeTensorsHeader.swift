import Tensors

/// The header of a safetensors file, checked to describe all of the data and nothing else.
struct SafeTensorsHeader {
  struct Entry {
    var name: String
    var type: StoredScalar
    var shape: Shape
    /// The tensor's bytes, counted from the end of the header.
    var range: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  init(_ text: ArraySlice<UInt8>, dataCount: Int) throws(SafeTensorsError) {
    var parser = HeaderText(text)
    for (name, value) in try parser.members() {
      if name == "__metadata__" {
        metadata = try Self.metadata(value)
      } else {
        entries.append(try Self.entry(name, value))
      }
    }
    try Self.checkCoverage(entries, dataCount: dataCount)
  }

  private static func metadata(
    _ value: HeaderValue
  ) throws(SafeTensorsError) -> [String: String] {
    guard case .object(let members) = value else {
      throw SafeTensorsError("__metadata__ is not an object of strings")
    }
    var result: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value else {
        throw SafeTensorsError("the metadata value of '\(key)' is not a string")
      }
      result[key] = text
    }
    return result
  }

  private static func entry(
    _ name: String, _ value: HeaderValue
  ) throws(SafeTensorsError) -> Entry {
    guard case .object(let members) = value, members.count == 3,
      case .string(let typeName)? = members.first(where: { $0.key == "dtype" })?.value,
      let dimensions = members.first(where: { $0.key == "shape" })?.value.integers,
      let offsets = members.first(where: { $0.key == "data_offsets" })?.value.integers,
      offsets.count == 2
    else {
      throw SafeTensorsError("'\(name)' lacks a dtype, a shape or two data_offsets")
    }
    let type = try StoredScalar(named: typeName, of: name)
    var size = type.byteCount
    for dimension in dimensions {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw SafeTensorsError("the shape of '\(name)' overflows") }
      size = product
    }
    guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == size else {
      throw SafeTensorsError(
        "'\(name)' has \(size) bytes by its shape and data_offsets \(offsets[0]) to \(offsets[1])")
    }
    return Entry(
      name: name, type: type, shape: Shape(dimensions), range: offsets[0]..<offsets[1])
  }

  /// Checks that the tensors lie end to end from the first byte of the data to the last.
  private static func checkCoverage(
    _ entries: [Entry], dataCount: Int
  ) throws(SafeTensorsError) {
    var end = 0
    let ordered = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in ordered {
      guard entry.range.lowerBound == end else {
        let fault = entry.range.lowerBound > end ? "leaves a hole before it" : "overlaps another"
        throw SafeTensorsError("'\(entry.name)' \(fault) (begins at \(entry.range.lowerBound))")
      }
      end = entry.range.upperBound
    }
    guard end <= dataCount else {
      throw SafeTensorsError("the tensors need \(end) bytes and the file holds \(dataCount)")
    }
    guard end == dataCount else {
      throw SafeTensorsError("\(dataCount - end) bytes follow the last tensor")
    }
  }
}
