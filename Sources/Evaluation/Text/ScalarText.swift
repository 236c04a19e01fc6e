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
