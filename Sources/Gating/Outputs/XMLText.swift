internal import Evaluation

/// Text that XML 1.0 can carry.
enum XMLText {
  /// Escapes markup, and replaces characters that XML has no way to write.
  static func escaped(_ text: String) -> String {
    ScalarText.replacing(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "\n": "&#10;"
      case "\t": "&#9;"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        "\u{FFFD}"
      default: nil
      }
    }
  }
}
