/// A floating-point type of the safetensors format, and how it becomes float32.
enum StoredScalar: String {
  case half = "F16"
  case brain = "BF16"
  case single = "F32"
  case double = "F64"

  /// Reads a dtype; the format's integer types are known, but no weights.
  init(named name: String, of tensor: String) throws(SafeTensorsError) {
    guard let type = StoredScalar(rawValue: name) else {
      throw SafeTensorsError("'\(tensor)' has dtype \(name); F16, BF16, F32 and F64 are read")
    }
    self = type
  }

  var byteCount: Int {
    switch self {
    case .half, .brain: 2
    case .single: 4
    case .double: 8
    }
  }

  /// Converts little-endian bytes; doubles are rounded, the others keep their value.
  func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      func bits<Bits: FixedWidthInteger>(_ type: Bits.Type, _ body: (Bits) -> Float) -> [Float] {
        (0..<(bytes.count / byteCount)).map { i in
          body(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: i * byteCount, as: type)))
        }
      }
      switch self {
      case .half: return bits(UInt16.self, Self.float(half:))
      case .brain: return bits(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
      case .single: return bits(UInt32.self) { Float(bitPattern: $0) }
      case .double: return bits(UInt64.self) { Float(Double(bitPattern: $0)) }
      }
    }
  }

  /// The value of an IEEE 754 binary16 number; written out because `Float16` does not exist everywhere.
  private static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1f)
    let fraction = UInt32(bits & 0x3ff)
    switch exponent {
    case 0:
      // Subnormal: the fraction counts units of 2^-24.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: magnitude.bitPattern | sign)
    case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
