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
