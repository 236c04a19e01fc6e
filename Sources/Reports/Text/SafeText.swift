/// Makes text from a record harmless to show: names come from files and people, and may say anything.
package enum SafeText {
  /// One line: control characters become visible pictures, direction overrides become their code.
  package static func line(_ text: String) -> String { visible(text, keepingLines: false) }

  /// Several lines, as for a configuration: line feeds and tabs stay.
  package static func block(_ text: String) -> String { visible(text, keepingLines: true) }

  /// The first line of at most `limit` characters.
  package static func short(_ text: String, limit: Int) -> String {
    let whole = line(text)
    return whole.count <= limit ? whole : whole.prefix(limit - 1) + "…"
  }

  /// Replaces what means something to HTML, byte by byte.
  ///
  /// By bytes and not by characters: a quote with an accent on it is one Swift `Character` that equals no quote, but a
  /// browser still sees the quote.
  package static func html(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.contains(where: { entity($0) != nil }) else {
        return String(decoding: bytes, as: UTF8.self)
      }
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 8)
      for byte in bytes {
        if let entity = entity(byte) {
          result.append(contentsOf: entity.utf8)
        } else {
          result.append(byte)
        }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Replaces what means something to Markdown, in tables too, and keeps names from calling people.
  package static func markdown(_ text: String, limit: Int = 80) -> String {
    var result = ""
    for scalar in short(text, limit: limit).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "@": result += "&#64;"
      case "|", "\\", "`", "*", "_", "[", "]", "#", "~", "!":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func entity(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  private static func visible(_ text: String, keepingLines: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09 where keepingLines, 0x0A where keepingLines: result.append(scalar)
      case 0x00...0x1F: result.append(Unicode.Scalar(scalar.value + 0x2400) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      case 0x80...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF9...0xFFFB, 0xE0000...0xE007F:
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - code.count))
        result.append(contentsOf: "[U+\(padding)\(code)]".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
