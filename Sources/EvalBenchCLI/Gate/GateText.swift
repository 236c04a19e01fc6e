import Gating

/// What a gate says on a terminal: what keeps it shut first, what passed in one line each.
enum GateText {
  static func lines(_ result: GateResult) -> [String] {
    var lines: [String] = []
    let order: [Gating.Verdict] = [.fail, .inconclusive, .notRun, .warn, .waived, .skipped, .pass]
    for verdict in order {
      for entry in result.rules where entry.verdict == verdict {
        lines.append(
          "\(verdict.rawValue.padded(13)) \(entry.rule) (\(entry.question)): \(entry.message)")
        guard entry.blocking || verdict == .warn else { continue }
        if let because = entry.because { lines.append(indent + "because: \(because)") }
        if let advice = entry.advice { lines.append(indent + "try: \(advice)") }
        lines.append(indent + "rule: \(entry.place)")
      }
    }
    if result.rubberStamped {
      lines.append(
        "RUBBER-STAMPED: a first release; rules that compare with a baseline were left out")
    }
    if result.subset { lines.append("SUBSET: not all images were judged") }
    if result.cachedImages > 0 {
      lines.append("\(result.cachedImages) of \(result.images.count) images came from the cache")
    }
    return lines + result.notes.map { "note: \($0)" }
  }

  private static let indent = String(repeating: " ", count: 14)
}

extension String {
  /// The text with spaces up to a width.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
