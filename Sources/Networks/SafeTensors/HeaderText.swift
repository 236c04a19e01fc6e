/// A value of a safetensors header: the part of JSON that a header may hold.
indirect enum HeaderValue {
  case object([(key: String, value: HeaderValue)])
  case array([HeaderValue])
  case string(String)
  case integer(Int)

  /// The elements, where all are whole numbers from zero up.
  var integers: [Int]? {
    guard case .array(let values) = self else { return nil }
    var result: [Int] = []
    for value in values {
      guard case .integer(let number) = value else { return nil }
      result.append(number)
    }
    return result
  }
}

/// A reader of a header's JSON that takes only what the format needs, to a fixed depth, and no key twice.
///
/// Fractions, signs, `true`, `null` and the like appear in no valid header, so meeting one is an error.
struct HeaderText {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Reads the whole text as one object.
  mutating func members() throws(SafeTensorsError) -> [(key: String, value: HeaderValue)] {
    guard case .object(let members) = try value(depth: 0) else { throw fault("an object") }
    skipSpace()
    guard position == bytes.endIndex else { throw fault("nothing after the object") }
    return members
  }

  private mutating func value(depth: Int) throws(SafeTensorsError) -> HeaderValue {
    // Header, tensor, shape: three levels.
    guard depth < 4 else { throw fault("less nesting") }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["):
      var values: [HeaderValue] = []
      try list(until: "]") { (parser) throws(SafeTensorsError) in
        values.append(try parser.value(depth: depth + 1))
      }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .integer(try integer())
    default: throw fault("an object, a list, a string or a whole number")
    }
  }

  private mutating func object(
    depth: Int
  ) throws(SafeTensorsError) -> [(key: String, value: HeaderValue)] {
    var members: [(key: String, value: HeaderValue)] = []
    var keys: Set<String> = []
    try list(until: "}") { (parser) throws(SafeTensorsError) in
      parser.skipSpace()
      guard parser.current == UInt8(ascii: "\"") else { throw parser.fault("a key") }
      let key = try parser.string()
      guard keys.insert(key).inserted else {
        throw SafeTensorsError("the header has the key '\(key)' twice")
      }
      try parser.expect(":")
      members.append((key, try parser.value(depth: depth + 1)))
    }
    return members
  }

  /// Reads elements between commas up to a closing bracket; the opening one is the current byte.
  private mutating func list(
    until end: Unicode.Scalar,
    _ element: (inout HeaderText) throws(SafeTensorsError) -> Void
  ) throws(SafeTensorsError) {
    position += 1
    skipSpace()
    if current == UInt8(ascii: end) { return position += 1 }
    while true {
      try element(&self)
      skipSpace()
      if current == UInt8(ascii: end) { return position += 1 }
      try expect(",")
    }
  }

  private mutating func integer() throws(SafeTensorsError) -> Int {
    let start = position
    while let digit = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      position += 1
    }
    guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw SafeTensorsError("a number in the header is too large")
    }
    return number
  }

  private mutating func string() throws(SafeTensorsError) -> String {
    position += 1
    var units: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else { throw fault("UTF-8") }
        return text
      case UInt8(ascii: "\\"): units += Array(String(try escape()).utf8)
      case 0..<0x20: throw fault("no control characters in strings")
      default: units.append(byte)
      }
    }
    throw fault("the end of a string")
  }

  private mutating func escape() throws(SafeTensorsError) -> Unicode.Scalar {
    let plain: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let byte = current else { throw fault("an escape") }
    position += 1
    if let scalar = plain[byte] { return scalar }
    guard byte == UInt8(ascii: "u") else { throw fault("a known escape") }
    var code = try hexadecimal()
    // A surrogate pair is written as two escapes.
    if (0xd800..<0xdc00).contains(code), current == UInt8(ascii: "\\") {
      position += 1
      guard current == UInt8(ascii: "u") else { throw fault("a second surrogate") }
      position += 1
      let low = try hexadecimal()
      guard (0xdc00..<0xe000).contains(low) else { throw fault("a second surrogate") }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("a Unicode character") }
    return scalar
  }

  private mutating func hexadecimal() throws(SafeTensorsError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits") }
    position += 4
    return code
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(SafeTensorsError) {
    skipSpace()
    guard current == UInt8(ascii: scalar) else { throw fault("'\(scalar)'") }
    position += 1
  }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private var current: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private func fault(_ expected: String) -> SafeTensorsError {
    SafeTensorsError(
      "the header is not valid at byte \(position - bytes.startIndex): expected \(expected)")
  }

  /// The JSON string literal of a text.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
