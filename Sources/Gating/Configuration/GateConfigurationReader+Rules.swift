internal import Evaluation
internal import Yams

/// The keys of a rule.
enum RuleKeys {
  static let limits = [
    "min", "max", "abs_max", "between", "non_inferior", "non_inferior_to", "superior",
    "superior_to", "margin",
    "equivalent", "equivalent_to", "max_regressed_fraction", "regressed_by", "hard_min",
    "hard_max", "worst_group", "zero",
  ]
  static let parity = ["against", "fail", "fail_percent", "hard_fail"]
  static let all =
    [
      "severity", "metric", "part", "kind", "statistic", "decide", "min_groups", "only_if",
      "because", "reason", "ratchet", "warn",
    ] + limits + parity
}

extension GateConfigurationReader {
  /// A rule of its entries; what is wrong is collected.
  func rule(id: String, _ entries: [String: ConfigurationNode], place: SourcePlace) -> Rule? {
    let severity = entries["severity"]?.choice(Severity.self) ?? .error
    if severity == .off, configuration.policy.offNeedsReason, entries["reason"] == nil {
      problems.add(place, "rule '\(id)' is off; this policy wants a 'reason' with that")
    }
    let isParity =
      entries["kind"].map { kind in
        if let text = kind.text, text != "parity" {
          kind.complain("'\(kind.path)' is '\(text)'; the only kind to name is parity")
        }
        return true
      } ?? false
    let key: MetricKey
    if isParity {
      key = MetricKey(MetricCatalogue.parity)
    } else {
      guard entries["metric"] != nil else {
        let known = GatePresets.ruleIDs
        problems.add(
          place, "rule '\(id)' needs a 'metric'" + NearestName.hint(id, among: known))
        return nil
      }
      guard let named = metric(entries["metric"], entries["part"], in: nil) else { return nil }
      key = named
    }
    var questions: [Rule.Question] = []
    if isParity {
      questions = parity(entries, severity, place).map { [$0] } ?? []
    } else {
      for key in RuleKeys.parity where entries[key] != nil {
        entries[key]?.complain("'\(key)' belongs to rules of kind: parity")
      }
      questions = criteria(entries, key, place: place).map {
        Rule.Question(criterion: $0, severity: severity)
      }
      if let warn = entries["warn"] {
        let softer = criteria(warn.section(RuleKeys.limits), key, place: warn.place)
        questions += softer.map { Rule.Question(criterion: $0, severity: .warn) }
        checkLevels(errors: questions.filter { $0.severity == severity }, softer, warn)
      }
    }
    if questions.isEmpty {
      problems.add(
        place, "rule '\(id)' asks nothing; give it a limit, such as max: 1 or non_inferior: 0.05")
    }
    let (condition, runner) = condition(entries["only_if"])
    return Rule(
      id: id, metric: key, questions: questions,
      statistic: entries["statistic"]?.choice(Rule.Statistic.self) ?? .mean,
      decision: entries["decide"]?.choice(Rule.Decision.self) ?? .interval,
      minimumGroups: entries["min_groups"]?.integer(in: 2...10_000), condition: condition,
      runner: runner, because: entries["because"]?.text, reason: entries["reason"]?.text,
      isRatchet: entries["ratchet"]?.flag ?? false, severity: severity, place: place)
  }

  /// A metric that exists.
  func metric(
    _ node: ConfigurationNode?, _ part: ConfigurationNode?, in owner: ConfigurationNode?
  ) -> MetricKey? {
    guard let node else {
      owner?.complain("'\(owner?.path ?? "")' needs a 'metric'")
      return nil
    }
    guard let name = node.text else { return nil }
    guard catalogue.names.contains(name) else {
      node.complain(
        "there is no metric '\(name)'; 'evalbench list checks' names them"
          + NearestName.hint(name, among: catalogue.names))
      return nil
    }
    return MetricKey(name, part: part?.text)
  }

  /// A number in a metric's unit: `0.05 dB`, `3 %`, or `3`.
  func amount(_ node: ConfigurationNode, metric key: MetricKey) -> Double? {
    guard let text = node.text else { return nil }
    let words = text.split(separator: " ", maxSplits: 1)
    guard let value = Double(words[0]), value.isFinite else {
      node.complain("'\(node.path)' is '\(text)'; it must be a number, with or without its unit")
      return nil
    }
    if words.count == 2, let unit = catalogue.unit(of: key), unit != words[1] {
      let wanted = unit.isEmpty ? "no unit" : "the unit \(unit)"
      node.complain("'\(node.path)' is in '\(words[1])'; \(key) has \(wanted)")
      return nil
    }
    return value
  }

  private func criteria(
    _ entries: [String: ConfigurationNode], _ key: MetricKey, place: SourcePlace
  ) -> [Criterion] {
    func amount(_ name: String) -> Double? {
      entries[name].flatMap { self.amount($0, metric: key) }
    }
    func margin(_ name: String) -> Double? {
      guard let value = amount(name) else { return nil }
      if value < 0 { entries[name]?.complain("'\(name)' is \(value); a margin is not negative") }
      return value
    }
    var result: [Criterion] = []
    let direction = key.part == nil ? catalogue.check(key.check)?.direction : nil
    if let value = amount("min") {
      result.append(.minimum(value))
      if direction == .lowerIsBetter, entries["max"] == nil {
        entries["min"]?.complain(
          "\(key) is better when lower, and 'min' would refuse good values; did you mean 'max'? For both ends write between: [low, high]"
        )
      }
    }
    if let value = amount("max") {
      result.append(.maximum(value))
      if direction == .higherIsBetter, entries["min"] == nil {
        entries["max"]?.complain(
          "\(key) is better when higher, and 'max' would refuse good values; did you mean 'min'? For both ends write between: [low, high]"
        )
      }
    }
    if let low = amount("min"), let high = amount("max"), low > high {
      entries["min"]?.complain("min \(low) is above max \(high): no value can pass")
    }
    if let value = margin("abs_max") { result.append(.absoluteMaximum(value)) }
    if let node = entries["between"] {
      let ends = (node.items ?? []).compactMap { self.amount($0, metric: key) }
      if ends.count != 2 {
        node.complain("'\(node.path)' must be [low, high]")
      } else if ends[0] > ends[1] {
        node.complain("'\(node.path)': \(ends[0]) is above \(ends[1]): no value can pass")
      } else {
        result.append(.between(ends[0], ends[1]))
      }
    }
    result += paired(entries, key, margin: margin)
    if let value = amount("hard_min") { result.append(.worstImageMinimum(value)) }
    if let value = amount("hard_max") { result.append(.worstImageMaximum(value)) }
    if let value = amount("worst_group") { result.append(.worstGroup(value)) }
    if entries["zero"]?.flag == true { result.append(.zero) }
    if Scalar(rawValue: key.check) != nil {
      for criterion in result {
        switch criterion {
        case .minimum, .maximum, .between: break
        default:
          problems.add(
            place,
            "\(key) is one figure of the candidate, not of its images: use min, max or between, not \(criterion.name)"
          )
        }
      }
    }
    return result
  }

  /// The criteria that compare image by image.
  private func paired(
    _ entries: [String: ConfigurationNode], _ key: MetricKey, margin: (String) -> Double?
  ) -> [Criterion] {
    var result: [Criterion] = []
    if let value = margin("non_inferior") {
      let name = entries["non_inferior_to"]?.text ?? "baseline"
      result.append(
        .nonInferior(margin: value, to: name == "baseline" ? .baseline : .candidate(name)))
    } else if let stray = entries["non_inferior_to"] {
      stray.complain("'non_inferior_to' needs 'non_inferior' with a margin")
    }
    let own = entries["superior_to"]?.text
    let comparator = own.map { $0 == "baseline" ? .baseline : Criterion.Comparator.candidate($0) }
    if entries["superior"] != nil || comparator != nil {
      let amount = entries["superior"] != nil ? margin("superior") : margin("margin") ?? 0
      if let amount {
        result.append(.superior(margin: amount, to: comparator ?? .baseline))
      }
    } else if let stray = entries["margin"] {
      stray.complain(
        "'margin' belongs to superior_to; write non_inferior: \(stray.text ?? "") for a guardrail")
    }
    if let value = margin("equivalent") {
      let reference = entries["equivalent_to"]?.text ?? "ideal"
      switch reference {
      case "baseline": result.append(.equivalent(margin: value, to: .baseline))
      case "ideal":
        if let direction = catalogue.check(key.check)?.direction, key.part == nil,
          direction.ideal == nil
        {
          entries["equivalent"]?.complain(
            "\(key) has no best value to be equal to; write equivalent_to: baseline")
        }
        result.append(.equivalent(margin: value, to: .ideal))
      default: result.append(.equivalent(margin: value, to: .candidate(reference)))
      }
    } else if let stray = entries["equivalent_to"] {
      stray.complain("'equivalent_to' needs 'equivalent' with a margin")
    }
    if let node = entries["max_regressed_fraction"], let share = node.number(in: 0...1) {
      result.append(.regressedFraction(share, by: margin("regressed_by") ?? 0))
    } else if let stray = entries["regressed_by"] {
      stray.complain("'regressed_by' needs 'max_regressed_fraction'")
    }
    return result
  }

  private func parity(
    _ entries: [String: ConfigurationNode], _ severity: Severity, _ place: SourcePlace
  ) -> Rule.Question? {
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

  /// A warning limit that is looser than the error's would never speak first.
  private func checkLevels(
    errors: [Rule.Question], _ softer: [Criterion], _ node: ConfigurationNode
  ) {
    for criterion in softer {
      for error in errors.map(\.criterion) {
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

  private func condition(_ node: ConfigurationNode?) -> (ImageCondition, String?) {
    guard let node else { return (ImageCondition(), nil) }
    var values: [Facet: [String]] = [:]
    var runner: String?
    if let text = node.node.scalar?.string {
      let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
      if sides.count == 2, sides[0] == "runner" {
        return (ImageCondition(), sides[1])
      }
      if sides.count == 2, let facet = Facet(rawValue: sides[0]) {
        return (ImageCondition([facet: [sides[1]]]), nil)
      }
      node.complain("'\(node.path)' is '\(text)'; write runner=NAME, or {sensor: [a, b]}")
      return (ImageCondition(), nil)
    }
    let known = Facet.allCases.map(\.rawValue) + ["runner"]
    for (key, value) in node.section(known) {
      if key == "runner" { runner = value.text }
      if let facet = Facet(rawValue: key) { values[facet] = value.texts }
    }
    return (ImageCondition(values), runner)
  }
}
