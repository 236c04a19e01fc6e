import ArgumentParser
import Foundation
import Gating
import Statistics

/// `evalbench gate validate`: is the configuration sound?
struct GateValidate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Finds every mistake in a configuration, with its line, and computes nothing.")

  @OptionGroup var source: GateConfigurationOptions

  func run() throws {
    let configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: ProcessInfo.processInfo.environment)
    let active = configuration.rules.filter { $0.severity != .off }
    try Console.result(
      "\(configuration.path): sound; \(active.count) rules with \(active.reduce(0) { $0 + $1.questions.count }) questions, \(configuration.slices.count) slicings, \(configuration.waivers.count) waivers"
    )
  }
}

/// `evalbench gate explain`: what will be asked, and whether the data can answer.
struct GateExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Prints the resolved rules, and with --candidate what each came to and the targets it needs.",
    discussion: "With a rule's name, that rule alone.")

  @OptionGroup var source: GateConfigurationOptions

  @Argument(help: "A rule; default all.")
  var rule: String?

  @Option(help: "The folder of a run: shows the groups that there are and those that are needed.")
  var candidate: String?

  @Option(help: "Which candidate of the run; default its winner.")
  var name: String?

  @Option(help: "The baseline file.")
  var baseline: String?

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    var configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: environment)
    if let baseline { configuration.baseline.path = baseline }
    let ids = configuration.rules.map(\.id)
    if let rule, !ids.contains(rule) {
      throw UsageError(
        "there is no rule '\(rule)'; the rules are \(ids.joined(separator: ", "))"
          + NearestName.hint(rule, among: ids))
    }
    var entries: [GateEntry] = []
    if let candidate {
      let found = try GateCandidate(
        candidate, configuration,
        .init(
          name: name, native: nil, limit: nil, threads: 1, cache: nil,
          events: GateEvents(isOn: false), isQuiet: true))
      // A rule can be explained without a baseline.
      configuration.baseline.missing = .firstRelease
      let path = configuration.baseline.path
      let isThere = path.map { FileManager.default.fileExists(atPath: $0) } ?? false
      entries = try GateJudge(
        configuration,
        GateInput(
          subject: try found.subject(), others: found.others,
          baseline: isThere ? try path.map { try Baseline(file: $0) } : nil,
          today: Day(secondsSince1970: GateLookup.today(environment).timeIntervalSince1970),
          runner: environment["EVALBENCH_RUNNER"])
      ).entries()
    }
    try Console.result(
      "\(configuration.path)\(configuration.extends.filter { $0 != configuration.path }.map { " < " + $0 }.joined()); intervals \(configuration.statistics.interval.rawValue) at \(configuration.statistics.level), groups by \(configuration.data.groupBy.rawValue), at least \(configuration.data.minimumGroups)"
    )
    for item in configuration.rules where rule == nil || rule == item.id {
      for line in Self.lines(item, entries.filter { $0.rule == item.id }, configuration) {
        try Console.result(line)
      }
    }
  }

  /// `at most 3 % from zero; snr 5-10: at most 150 mmag from zero (warn)`.
  private static func asked(_ rule: Rule) -> String {
    let unit = GateLookup.catalogue.unit(of: rule.metric) ?? ""
    return rule.questions.map { question in
      (question.bin.map { "\($0): " } ?? "") + question.criterion.text(unit: unit)
        + (question.severity == rule.severity ? "" : " (\(question.severity.rawValue))")
    }.joined(separator: "; ")
  }

  private static func lines(
    _ rule: Rule, _ entries: [GateEntry], _ configuration: GateConfiguration
  ) -> [String] {
    let minimum = rule.minimumGroups ?? configuration.data.minimumGroups
    // Rules of a kind of their own have no interval.
    let decided =
      rule.kind == nil
      ? "; by the \(rule.decision.rawValue) of the \(rule.statistic.rawValue), at least \(minimum) groups"
      : ""
    var lines = [
      "\(rule.id)  [\(rule.severity.rawValue)]  \(rule.metric)  \(rule.place)",
      "  asks: \(asked(rule))\(decided)"
        + (rule.condition.isEmpty ? "" : ", where \(rule.condition.description)"),
    ]
    if let because = rule.because { lines.append("  because: \(because)") }
    if let reason = rule.reason { lines.append("  reason: \(reason)") }
    for entry in entries {
      let needed = entry.groupsNeeded.map { ", about \($0) needed" } ?? ""
      lines.append(
        "  \(entry.verdict.rawValue): \(entry.message) (\(entry.groups) groups\(needed))")
    }
    return lines
  }
}
