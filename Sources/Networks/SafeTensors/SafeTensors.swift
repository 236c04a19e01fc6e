import Tensors

/// Weights in the safetensors format: a JSON header, then the tensors' bytes, little-endian, without gaps.
///
/// https://github.com/huggingface/safetensors describes the format. Everything is float32 in memory; files of float16,
/// bfloat16 and float64 are converted. A header that does not describe exactly the bytes that follow is refused.
public enum SafeTensors {
  /// The longest header that is read, in bytes; the limit of the format's own library.
  public static let longestHeader = 100_000_000

  /// Reads a file.
  public static func read(_ path: String) throws -> (
    weights: Weights, metadata: [String: String]
  ) {
    let bytes = try AtomicFile.read(path)
    do {
      return try decode(bytes)
    } catch {
      throw SafeTensorsError("\(path): \(error.reason)")
    }
  }

  /// Writes a file, replacing what is there only when all bytes are on the disk.
  public static func write(_ weights: Weights, metadata: [String: String], to path: String) throws {
    try AtomicFile.write(encode(weights, metadata: metadata), to: path)
  }

  /// Returns the bytes of a file: equal weights and metadata give equal bytes.
  public static func encode(_ weights: Weights, metadata: [String: String]) -> [UInt8] {
    var header = "{"
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { "\(HeaderText.quoted($0.key)):\(HeaderText.quoted($0.value))" }
      header += "\"__metadata__\":{\(pairs.joined(separator: ","))}"
    }
    var offset = 0
    for (name, tensor) in zip(weights.names, weights.tensors) {
      let end = offset + 4 * tensor.shape.count
      let shape = tensor.shape.dimensions.map(String.init).joined(separator: ",")
      header += header == "{" ? "" : ","
      header += "\(HeaderText.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
      header += "\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    header += "}"
    var bytes = Array(header.utf8)
    // Spaces make the tensors begin at a multiple of eight bytes.
    bytes += [UInt8](repeating: 0x20, count: (8 - bytes.count % 8) % 8)
    bytes = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    bytes.reserveCapacity(bytes.count + offset)
    for tensor in weights.tensors { bytes.appendLittleEndian(tensor.scalars) }
    return bytes
  }

  /// Reads a file's bytes.
  public static func decode(
    _ bytes: [UInt8]
  ) throws(SafeTensorsError) -> (weights: Weights, metadata: [String: String]) {
    guard bytes.count >= 8 else {
      throw SafeTensorsError("\(bytes.count) bytes are too few for a safetensors file")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << UInt64(8 * $1) }
    guard length <= UInt64(longestHeader), length <= UInt64(bytes.count - 8) else {
      throw SafeTensorsError(
        "the header claims \(length) bytes of a file of \(bytes.count); not a safetensors file")
    }
    let start = 8 + Int(length)
    let header = try SafeTensorsHeader(
      bytes[8..<start], dataCount: bytes.count - start)
    let entries = header.entries.map { entry in
      let data = bytes[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)]
      return (name: entry.name, tensor: Tensor(entry.shape, entry.type.floats(data)))
    }
    return (Weights(entries), header.metadata)
  }
}

/// A weights file that is damaged, hostile, or not one.
public struct SafeTensorsError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, without the file's name.
  var reason: String
  public var description: String { reason }

  init(_ reason: String) { self.reason = reason }
}

extension [UInt8] {
  /// Appends the bytes of floats, least significant first.
  package mutating func appendLittleEndian(_ floats: [Float]) {
    #if _endian(little)
      floats.withUnsafeBytes { append(contentsOf: $0) }
    #else
      for float in floats {
        Swift.withUnsafeBytes(of: float.bitPattern.littleEndian) { append(contentsOf: $0) }
      }
    #endif
  }
}
