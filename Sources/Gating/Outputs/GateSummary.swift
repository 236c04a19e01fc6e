internal import Evaluation

/// A page for pull requests and job summaries, at most 60 KB: what failed first, the rest folded.
public enum GateSummary: GateOutput {
  public static let id = "summary"
  public static let fileName = "summary.md"
  static let limit = 60_000
  static let rows = 20

  public static func render(_ result: GateResult) throws -> [UInt8] {
    var stamps: [String] = []
    if result.rubberStamped {
      stamps.append("**RUBBER-STAMPED**: first release, nothing to compare with")
    }
    if result.subset { stamps.append("**SUBSET**: not all test images were judged") }
    if result.warnOnly { stamps.append("**WARN-ONLY**: the exit code is 0 whatever was found") }
    if result.counts.waived > 0 { stamps.append("\(result.counts.waived) waived") }
    if result.cachedImages > 0 { stamps.append("\(result.cachedImages) images from the cache") }
    var text = """
      ## \(icon(result.verdict)) evalbench gate: \(result.verdict.rawValue)

      `\(cell(result.candidate.name))` against \(result.baseline.map { "`\(cell($0.name))`" } ?? "no baseline"): \(result.counts.text), on \(result.images.count) images of \(result.targets) targets.

      """
    for stamp in stamps { text += "\n- " + stamp }
    if !stamps.isEmpty { text += "\n" }
    let ordered = result.rules.enumerated().sorted {
      (rank($0.element.verdict), $0.offset) < (rank($1.element.verdict), $1.offset)
    }.map(\.element)
    text += table(Array(ordered.prefix(rows)))
    for entry in ordered.prefix(rows) where entry.blocking {
      let advice = entry.advice.map { " Try: \(markdown($0))." } ?? ""
      text += "\n- **\(cell(entry.rule))**: \(markdown(entry.message)).\(advice)\n"
    }
    for note in result.notes { text += "\n- \(markdown(note))" }
    let rest = Array(ordered.dropFirst(rows))
    if !rest.isEmpty {
      text +=
        "\n\n<details><summary>\(rest.count) more</summary>\n" + table(rest) + "\n</details>\n"
    }
    text +=
      "\n\nTest set `\(result.testSetSHA256.prefix(12))`, rules of \(markdown(result.configuration)).\n"
    return Array(shortened(text).utf8)
  }

  /// Cut at a line so that it fits where it is shown.
  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > limit else { return text }
    var kept = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard kept.utf8.count + line.utf8.count < limit - 200 else { break }
      kept += line + "\n"
    }
    if kept.contains("<details>") { kept += "\n</details>\n" }
    return kept + "\nCut at \(limit / 1000) KB; gate.json has everything.\n"
  }

  private static func table(_ entries: [GateEntry]) -> String {
    var text = "\n| | rule | value | limit | where | n |\n|---|---|---|---|---|---|\n"
    for entry in entries {
      let value =
        entry.value.map { value in
          let ends = entry.interval.map {
            " [\($0.low.map(Figures.text) ?? ""), \($0.high.map(Figures.text) ?? "")]"
          }
          return Figures.text(value, unit: entry.unit) + (ends ?? "")
        } ?? "-"
      text +=
        "| \(icon(entry.verdict)) \(entry.verdict.rawValue) | \(cell(entry.rule + (entry.bin.map { ", \($0)" } ?? ""))) | \(cell(value)) | \(cell(entry.limit)) | \(cell(entry.sliceText)) | \(entry.groups) |\n"
    }
    return text
  }

  static func icon(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "✅"
    case .warn: "⚠️"
    case .fail: "❌"
    case .inconclusive: "❓"
    case .notRun: "⛔"
    case .waived: "🕓"
    case .skipped: "⏭️"
    }
  }

  private static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .fail: 0
    case .inconclusive: 1
    case .notRun: 2
    case .warn: 3
    case .waived: 4
    case .skipped: 6
    case .pass: 5
    }
  }

  /// Text that cannot leave its table cell.
  private static func cell(_ text: String) -> String {
    ScalarText.replacing(markdown(text)) { $0 == "|" ? "\\|" : nil }
  }

  /// Text that starts no markup.
  private static func markdown(_ text: String) -> String {
    ScalarText.replacing(text) { scalar in
      switch scalar {
      case "\n", "\r": " "
      case "<": "&lt;"
      case "`": "'"
      default: nil
      }
    }
  }
}
