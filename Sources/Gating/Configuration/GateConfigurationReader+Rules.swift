extension GateConfigurationReader {
  /// A rule of its entries; what is wrong is collected.
  func rule(id: String, _ entries: [String: ConfigurationNode], place: SourcePlace) -> Rule? {
    let severity = entries["severity"]?.choice(Severity.self) ?? .error
    if severity == .off, configuration.policy.offNeedsReason, entries["reason"] == nil {
      problems.add(place, "rule '\(id)' is off; this policy wants a 'reason' with that")
    }
    var kind: Rule.Kind?
    if let node = entries["kind"] {
      guard let named = node.choice(Rule.Kind.self) else { return nil }
      kind = named
    }
    let key: MetricKey
    let questions: [Rule.Question]
    let before = problems.problems.count
    switch kind {
    case .parity:
      key = MetricKey(MetricCatalogue.parity)
      questions = [parity(entries, severity)]
    case .unseen:
      key = MetricKey(MetricCatalogue.training)
      questions = unseen(entries, severity)
    case nil:
      guard let named = metric(ofRule: id, entries, place: place) else { return nil }
      key = named
      questions = self.questions(entries, named, severity, place: place)
      // A limit that is wrong is told as such, not as missing.
      if questions.isEmpty, problems.problems.count == before {
        problems.add(
          place, "rule '\(id)' asks nothing; give it a limit, such as max: 1 or non_inferior: 0.05")
      }
    }
    let (condition, runner) = condition(entries["only_if"])
    return Rule(
      id: id, kind: kind, metric: key, questions: questions,
      statistic: entries["statistic"]?.choice(Rule.Statistic.self) ?? .mean,
      decision: entries["decide"]?.choice(Rule.Decision.self) ?? .interval,
      minimumGroups: entries["min_groups"]?.integer(in: 2...10_000), condition: condition,
      runner: runner, because: entries["because"]?.text, reason: entries["reason"]?.text,
      isRatchet: entries["ratchet"]?.flag ?? false, severity: severity, place: place)
  }

  private func metric(
    ofRule id: String, _ entries: [String: ConfigurationNode], place: SourcePlace
  ) -> MetricKey? {
    guard entries["metric"] != nil else {
      problems.add(
        place, "rule '\(id)' needs a 'metric'" + NearestName.hint(id, among: GatePresets.ruleIDs))
      return nil
    }
    return metric(entries["metric"], entries["part"], in: nil)
  }

  /// What a rule asks of a metric: of the whole, or range by range.
  private func questions(
    _ entries: [String: ConfigurationNode], _ key: MetricKey, _ severity: Severity,
    place: SourcePlace
  ) -> [Rule.Question] {
    for name in RuleKeys.parity where entries[name] != nil {
      entries[name]?.complain("'\(name)' belongs to rules of kind: parity")
    }
    guard let bins = bins(entries, of: key) else { return [] }
    let warn = entries["warn"]?.section(RuleKeys.limits)
    checkRanges(entries, bins, key)
    if let warn { checkRanges(warn, bins, key) }
    var questions: [Rule.Question] = []
    for bin in bins.isEmpty ? [nil] : bins.map(Optional.some) {
      let own = criteria(limits(entries, for: bin), key, place: place)
      questions += own.map { Rule.Question(criterion: $0, severity: severity, bin: bin) }
      guard let warn, let node = entries["warn"] else { continue }
      let softer = criteria(limits(warn, for: bin), key, place: node.place)
      questions += softer.map { Rule.Question(criterion: $0, severity: .warn, bin: bin) }
      checkLevels(errors: own, softer, node)
    }
    return questions
  }

  /// A warning limit that is looser than the error's would never speak first.
  private func checkLevels(
    errors: [Criterion], _ softer: [Criterion], _ node: ConfigurationNode
  ) {
    for criterion in softer {
      for error in errors {
        let isLooser =
          switch (criterion, error) {
          case (.maximum(let a), .maximum(let b)),
            (.absoluteMaximum(let a), .absoluteMaximum(let b)),
            (.worstImageMaximum(let a), .worstImageMaximum(let b)):
            a > b
          case (.minimum(let a), .minimum(let b)),
            (.worstImageMinimum(let a), .worstImageMinimum(let b)):
            a < b
          default: false
          }
        if isLooser {
          node.complain(
            "the warning's \(criterion.name) is looser than the error's, so it would never be heard"
          )
        }
      }
    }
  }
}
