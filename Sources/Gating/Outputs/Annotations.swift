internal import Evaluation

/// Workflow commands that GitHub shows beside a commit, and key-value lines for later steps.
public enum Annotations {
  /// GitHub shows about ten of a kind a step.
  static let limit = 10

  /// `::error title=...::...` for what keeps the gate shut, `::warning` for warnings.
  public static func gitHub(_ result: GateResult) -> [String] {
    let errors = result.rules.filter(\.blocking)
    let warnings = result.rules.filter { $0.verdict == .warn }
    return lines(errors, "error") + lines(warnings, "warning")
  }

  private static func lines(_ entries: [GateEntry], _ kind: String) -> [String] {
    entries.prefix(limit).map { entry in
      "::\(kind) title=\(property("gate: \(entry.rule) \(entry.verdict.rawValue)"))::\(data(entry.message))"
    }
  }

  /// For `$GITHUB_OUTPUT`.
  public static func outputs(_ result: GateResult, folder: String) -> String {
    """
    verdict=\(result.verdict.rawValue)
    passed=\(result.passed)
    failed=\(result.counts.failed)
    inconclusive=\(result.counts.inconclusive + result.counts.notRun)
    results=\(ScalarText.replacing(folder) { $0 == "\n" || $0 == "\r" ? " " : nil })

    """
  }

  /// What GitHub's toolkit escapes in the text of a command, so that no text starts another one.
  private static func data(_ text: String) -> String {
    ScalarText.replacing(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  private static func property(_ text: String) -> String {
    ScalarText.replacing(data(text)) { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
  }
}
