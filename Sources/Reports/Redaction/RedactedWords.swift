private import Foundation

/// Finds in free text what must not be shown.
struct RedactedWords {
  /// Names and what stands for them, the longest first, so that no name is cut by a shorter one inside it.
  private let names: [(secret: String, shown: String)]
  /// Texts that were searched already: a run says the same sentence thousands of times.
  private var known: [String: String] = [:]

  /// - Parameter names: what is shown in place of a name, by the name.
  init(_ names: [String: String]) {
    var all: [String: String] = [:]
    for (name, shown) in names.sorted(by: { $0.key < $1.key }) {
      all[name] = shown
      // A file is spoken of without its folder and without its ending too.
      let file = name.split(separator: "/").last.map(String.init) ?? name
      let stem = file.split(separator: ".").first.map(String.init) ?? file
      for part in [file, stem] where part.count >= 3 && all[part] == nil { all[part] = shown }
    }
    for (secret, shown) in [
      (NSUserName(), "someone"), (ProcessInfo.processInfo.hostName, "a machine"),
    ]
    where secret.count >= 3 && !["root", "user", "localhost"].contains(secret) && all[secret] == nil
    {
      all[secret] = shown
    }
    self.names = all.sorted { ($1.key.count, $0.key) < ($0.key.count, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// The text with names, paths, files and coordinates taken out.
  mutating func redacted(_ text: String) -> String {
    if let found = known[text] { return found }
    var result = text
    for (secret, shown) in names where result.contains(secret) {
      result = Self.replacing(secret, with: shown, in: result)
    }
    result = result.replacing(Self.path) { "\($0.output.1)[path]" }
    result = result.replacing(Self.file) { match in
      Self.own.contains(String(match.output)) ? String(match.output) : "[file]"
    }
    result = result.replacing(Self.place, with: "[place]")
    known[text] = result
    return result
  }

  /// Files that every run has.
  private static let own: Set<String> = [
    "compare.json", "gate.json", "metrics.csv", "slices.csv", "summary.md", "winner.md",
    "winner.onnx", "results.jsonl", "report.html",
  ]
  /// A path from the root, from home or from here, or on a drive.
  private static nonisolated(unsafe) let path =
    /(^|[\s'"=(,:])(?:~|\.{1,2}|[A-Za-z]:)?[\/\\][^\s'",;)]+/
  /// A word, with or without folders, that ends as files do.
  private static nonisolated(unsafe) let file =
    /[^\s'",;:()]+\.(?:fits?|fts|fz|gz|bz2|xisf|tiff?|png|jpe?g|jpg|cr2|nef|arw|dng|safetensors|onnx|csv|ya?ml|json|md)\b/
  /// Right ascension or declination in sixtieths: 05:34:31.9, 5h 34m 31.9s, +22° 00′ 52″.
  private static nonisolated(unsafe) let place =
    /[+\-−]?\b[0-9]{1,3}\s?[:hd°ʰ]\s?[0-9]{1,2}\s?[:m′'ᵐ]\s?[0-9]{1,2}(?:\.[0-9]+)?\s?[s″"ˢ]?/

  /// Replaces a name where it stands as a word of its own.
  private static func replacing(_ secret: String, with shown: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: secret) {
      result += rest[..<found.lowerBound]
      let before =
        found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : " "
      let after = found.upperBound < text.endIndex ? text[found.upperBound] : " "
      let isWord = !(before.isLetter || before.isNumber || after.isLetter || after.isNumber)
      result += isWord ? shown[...] : rest[found]
      rest = rest[found.upperBound...]
    }
    return result + rest
  }
}
