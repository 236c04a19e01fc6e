internal import Yams

extension GateConfigurationReader {
  /// The question whether two files of one network agree.
  func parity(_ entries: [String: ConfigurationNode], _ severity: Severity) -> Rule.Question {
    for key in RuleKeys.limits where entries[key] != nil {
      entries[key]?.complain(
        "'\(key)' does not belong to parity; use \(RuleKeys.parity.joined(separator: ", "))")
    }
    if let against = entries["against"], let text = against.text, text != "native" {
      against.complain(
        "'\(against.path)' is '\(text)'; parity compares with 'native', the file that 'native:' or --native names"
      )
    }
    let tolerance = entries["fail"]?.number(in: 0...1) ?? 1e-5
    let hard = entries["hard_fail"]?.number(in: 0...1) ?? 1e-3
    if hard < tolerance {
      entries["hard_fail"]?.complain("hard_fail \(hard) is below fail \(tolerance)")
    }
    return Rule.Question(
      criterion: .parity(
        tolerance: tolerance, percent: entries["fail_percent"]?.number(in: 0...100) ?? 0.1,
        hard: hard), severity: severity)
  }

  /// A question for each property that `data.unseen` names.
  func unseen(_ entries: [String: ConfigurationNode], _ severity: Severity) -> [Rule.Question] {
    for key in RuleKeys.limits + RuleKeys.parity + ["metric", "part", "bins"]
    where entries[key] != nil {
      entries[key]?.complain(
        "'\(key)' does not belong to a rule of kind: unseen, which asks by what 'data.unseen' names"
      )
    }
    return configuration.data.unseen.map {
      Rule.Question(criterion: .unseen($0), severity: severity)
    }
  }

  /// Adds the rule that `data.unseen` asks for where no file has one, and returns its id.
  mutating func unseenRules(_ node: ConfigurationNode) -> [String] {
    if node.node.sequence?.isEmpty ?? false, configuration.policy.offNeedsReason {
      node.complain(
        "'\(node.path)' is empty, which asks nothing; this policy wants a reason: 'unseen-data: [off, {reason: ...}]'"
      )
    }
    guard !configuration.data.unseen.isEmpty,
      !configuration.rules.contains(where: { $0.kind == .unseen })
    else { return [] }
    let (id, severity) = (GatePresets.unseenRuleID, Severity.error)
    configuration.rules.append(
      Rule(
        id: id, kind: .unseen, metric: MetricKey(MetricCatalogue.training),
        questions: unseen([:], severity), statistic: .mean, decision: .interval,
        minimumGroups: nil, condition: ImageCondition(), runner: nil, because: nil, reason: nil,
        isRatchet: false, severity: severity, place: node.place))
    return [id]
  }

  /// The properties of `unseen: [target, sensor]`; an empty list asks nothing.
  func unseenFacets(_ node: ConfigurationNode) -> [Facet] {
    let known = [Facet.target, .sensor, .filter].map(\.rawValue)
    return (node.node.sequence == nil ? [node] : node.items ?? []).compactMap { item in
      guard let text = item.text else { return nil }
      if known.contains(text), let facet = Facet(rawValue: text) { return facet }
      item.complain(
        "'\(item.path)' is '\(text)'; training is known by \(known.joined(separator: ", "))"
          + NearestName.hint(text, among: known))
      return nil
    }
  }
}
