/// Replaces what means something to a format, scalar by scalar.
///
/// Swift compares characters, and a quote with an accent on it is another character than a quote, as is a carriage return
/// with its line feed; whoever reads a file sees the scalars.
package enum ScalarText {
  /// The text with every scalar for which there is one replaced by its replacement.
  package static func replacing(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let replaced = replacement(scalar) {
        result += replaced
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Fields of comma-separated values.
package enum CSVText {
  /// A field as RFC 4180 quotes it: in quotes only where it holds a quote, a comma or the end of a line.
  ///
  /// Shafranovich, "Common Format and MIME Type for CSV Files", 2005, https://www.rfc-editor.org/rfc/rfc4180.
  package static func quoted(_ field: String) -> String {
    let isSpecial = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard isSpecial else { return field }
    return "\"" + ScalarText.replacing(field) { $0 == "\"" ? "\"\"" : nil } + "\""
  }
}
