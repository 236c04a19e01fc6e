/// JUnit XML: a test suite a rule, a test case a question and slice.
///
/// The message of a failure stands in the attribute and in the body, because GitLab reads one and Jenkins the other.
public enum GateJUnit: GateOutput {
  public static let id = "junit"
  public static let fileName = "gate.junit.xml"

  public static func render(_ result: GateResult) throws -> [UInt8] {
    var rules: [String] = []
    for entry in result.rules where !rules.contains(entry.rule) { rules.append(entry.rule) }
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    let kinds = result.rules.map { kind(of: $0) }
    // What could not be judged is an error, not a failure.
    let errors = rules.isEmpty && [2, 4].contains(result.exitCode) ? 1 : 0
    let failures = rules.isEmpty ? 1 - errors : kinds.count { $0 == .failure }
    lines.append(
      "<testsuites name=\"evalbench gate\" tests=\"\(max(1, kinds.count))\" failures=\"\(failures)\" skipped=\"\(kinds.count { $0 == .skipped })\" errors=\"\(errors)\" time=\"0\">"
    )
    if rules.isEmpty {
      // A file without a test would be read as success.
      let why = XMLText.escaped(
        (["no rule was evaluated"] + (errors > 0 ? result.notes : [])).joined(separator: ": "))
      let tag = errors > 0 ? "error" : "failure"
      lines += [
        "  <testsuite name=\"gate\" tests=\"1\" failures=\"\(failures)\" skipped=\"0\" errors=\"\(errors)\" time=\"0\">",
        "    <testcase classname=\"gate\" name=\"rules\" time=\"0\"><\(tag) type=\"not-run\" message=\"\(why)\">\(why)</\(tag)></testcase>",
        "  </testsuite>",
      ]
    }
    for rule in rules {
      let entries = result.rules.filter { $0.rule == rule }
      let kinds = entries.map { kind(of: $0) }
      lines.append(
        "  <testsuite name=\"\(XMLText.escaped("gate." + rule))\" tests=\"\(entries.count)\" failures=\"\(kinds.count { $0 == .failure })\" skipped=\"\(kinds.count { $0 == .skipped })\" errors=\"0\" time=\"0\">"
      )
      let names = entries.map(name)
      for (entry, name) in zip(entries, names) {
        // A limit for errors and one for warnings are two questions of one name.
        let isTwice = names.count { $0 == name } > 1
        lines += testCase(entry, name: isTwice ? "\(name), \(entry.severity.rawValue)" : name)
      }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private enum Kind { case success, failure, skipped }

  private static func kind(of entry: GateEntry) -> Kind {
    switch entry.verdict {
    case .fail: .failure
    case .inconclusive, .notRun: entry.blocking ? .failure : .skipped
    case .waived, .skipped: .skipped
    case .pass, .warn: .success
    }
  }

  private static func name(_ entry: GateEntry) -> String {
    entry.slice.isEmpty ? entry.question : "\(entry.question) [\(entry.sliceText)]"
  }

  private static func testCase(_ entry: GateEntry, name: String) -> [String] {
    var lines = [
      "    <testcase classname=\"\(XMLText.escaped("gate." + entry.rule))\" name=\"\(XMLText.escaped(name))\" time=\"0\">",
      "      <properties>",
    ]
    func property(_ name: String, _ value: String?) {
      guard let value else { return }
      lines.append("        <property name=\"\(name)\" value=\"\(XMLText.escaped(value))\"/>")
    }
    property("verdict", entry.verdict.rawValue)
    property("severity", entry.severity.rawValue)
    property("value", entry.value.map { "\($0)" })
    property("low", entry.interval?.low.map { "\($0)" })
    property("high", entry.interval?.high.map { "\($0)" })
    property("unit", entry.unit)
    property("limit", entry.limit)
    property("groups", String(entry.groups))
    lines.append("      </properties>")
    let text = XMLText.escaped(
      entry.message + (entry.advice.map { " Try: \($0)." } ?? ""))
    switch kind(of: entry) {
    case .failure:
      let type =
        entry.outcome == .fail ? "fail" : entry.outcome == .notRun ? "not-run" : "inconclusive"
      lines.append("      <failure type=\"\(type)\" message=\"\(text)\">\(text)</failure>")
    case .skipped:
      let waiver = entry.waiver.map {
        XMLText.escaped("waived until \($0.expires) by \($0.owner): \($0.reason); ")
      }
      lines.append("      <skipped message=\"\(waiver ?? "")\(text)\"/>")
    case .success: lines.append("      <system-out>\(text)</system-out>")
    }
    lines.append("    </testcase>")
    return lines
  }
}
