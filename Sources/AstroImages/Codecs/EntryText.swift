/// One format's header entries as another format's text.
enum EntryText {
  /// The key under which a line about the processing is kept in formats that have no HISTORY card.
  static let historyKey = "HISTORY"

  /// All entries as lines of text for a format with a single free-text field.
  static func lines(_ entries: [ImageMetadata.Entry]) -> String {
    entries.filter { !$0.value.isEmpty }.map { entry in
      let comment = (entry.comment ?? "").isEmpty ? "" : " / \(entry.comment ?? "")"
      return commentary.contains(entry.key.uppercased())
        ? "\(entry.key) \(entry.value)" : "\(entry.key) = \(entry.value)\(comment)"
    }.joined(separator: "\n")
  }

  /// A text with a line about the processing below it.
  static func appending(history: String?, to text: String?) -> String? {
    guard let history else { return text }
    let line = "\(historyKey) \(history)"
    guard let text, !text.isEmpty else { return line }
    return "\(text)\n\(line)"
  }

  private static let commentary: Set<String> = ["COMMENT", "HISTORY", ""]
}
