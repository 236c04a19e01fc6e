/// One card of 80 bytes, and how to write one.
struct FITSCard {
  var key: String
  var value: String
  var comment: String?
  var isText: Bool

  /// Parses 80 bytes; what is not printable ASCII becomes a question mark.
  init(_ bytes: ArraySlice<UInt8>) {
    let card = bytes.map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") }
    (value, comment, isText) = ("", nil, false)
    key = Self.text(card[0..<8])
    if key == "HIERARCH", let equals = card.firstIndex(of: UInt8(ascii: "=")) {
      key = "HIERARCH " + Self.text(card[9..<max(equals, 9)])
      parseValue(card[(equals + 1)...])
    } else if key == "CONTINUE" {
      parseValue(card[8...])
    } else if card[8] == UInt8(ascii: "="), !Self.commentary.contains(key) {
      parseValue(card[9...])
    } else {
      value = Self.trailing(card[8...])
    }
  }

  /// Keys whose cards hold free text instead of a value.
  static let commentary: Set<String> = ["COMMENT", "HISTORY", ""]

  private mutating func parseValue(_ field: ArraySlice<UInt8>) {
    let quote = UInt8(ascii: "'")
    var rest = field.drop { $0 == 32 }
    if rest.first == quote {
      rest = rest.dropFirst()
      var characters: [UInt8] = []
      while let byte = rest.first {
        rest = rest.dropFirst()
        if byte == quote {
          guard rest.first == quote else { break }
          rest = rest.dropFirst()
        }
        characters.append(byte)
      }
      value = Self.trailing(characters[...])
      isText = true
    } else {
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      value = Self.text(rest[..<end])
      rest = rest[end...]
    }
    if let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      let note = Self.text(rest[(slash + 1)...])
      comment = note.isEmpty ? nil : note
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).trimmingSpaces()
  }

  /// Text whose leading spaces count and whose trailing ones do not.
  private static func trailing(_ bytes: ArraySlice<UInt8>) -> String {
    var kept = bytes
    while kept.last == 32 { kept = kept.dropLast() }
    return String(decoding: kept, as: UTF8.self)
  }

  /// The cards that write an entry: one, or several for long texts.
  static func lines(_ entry: ImageMetadata.Entry) -> [String] {
    let value = printable(entry.value)
    let upper = printable(entry.key).uppercased()
    if commentary.contains(upper) {
      return pieces(value, of: 72).map { padded(upper.padding(8) + $0) }
    }
    let isHierarchical = upper.hasPrefix("HIERARCH ")
    let valid = upper.utf8.count <= 8 && upper.utf8.allSatisfy(isKeywordByte)
    guard valid || isHierarchical else {
      // Another format's tag: its name is no FITS keyword.
      return pieces("\(printable(entry.key)) = \(value)", of: 72).map { padded("COMMENT " + $0) }
    }
    let name = isHierarchical ? "\(printable(entry.key)) = " : "\(upper.padding(8))= "
    let note = entry.comment.map { printable($0) } ?? ""
    guard entry.isText else {
      if value.isEmpty && note.isEmpty && !isHierarchical { return [padded(upper)] }
      let number =
        isHierarchical ? value : String(repeating: " ", count: max(0, 20 - value.count)) + value
      return [padded(name + number + (note.isEmpty ? "" : " / \(note)"))]
    }
    return texts(value, name: name, note: note, mayContinue: !isHierarchical)
  }

  private static func texts(_ value: String, name: String, note: String, mayContinue: Bool)
    -> [String]
  {
    let quoted = value.replacing("'", with: "''")
    if name.count + quoted.count + 2 <= 80 || !mayContinue {
      let text = "\(name)'\(quoted.padding(8))'"
      return [padded(note.isEmpty ? text : text.padding(30) + " / \(note)")]
    }
    // The OGIP long-string convention: pieces that end in "&" go on in CONTINUE cards.
    var lines: [String] = []
    var piece = ""
    for character in value {
      let written = character == "'" ? "''" : String(character)
      if piece.count + written.count > 67 {
        lines.append(lines.isEmpty ? "\(name)'\(piece)&'" : "CONTINUE  '\(piece)&'")
        piece = ""
      }
      piece += written
    }
    let last = "CONTINUE  '\(piece)'"
    lines.append(note.isEmpty ? last : last + " / \(note)")
    return lines.map(padded)
  }

  private static func pieces(_ text: String, of length: Int) -> [String] {
    var rest = text[...]
    var all: [String] = []
    repeat {
      all.append(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    } while !rest.isEmpty
    return all
  }

  private static func isKeywordByte(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
  }

  private static func printable(_ text: String) -> String {
    String(
      decoding: text.unicodeScalars.map { (32...126).contains($0.value) ? UInt8($0.value) : 63 },
      as: UTF8.self)
  }

  /// A card cut or filled to 80 characters.
  private static func padded(_ line: String) -> String { String(line.padding(80).prefix(80)) }
}

extension String {
  /// The text with spaces after it, at least `length` characters long.
  func padding(_ length: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, length - count))
  }
}
