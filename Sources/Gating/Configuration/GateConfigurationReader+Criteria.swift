internal import Evaluation

extension GateConfigurationReader {
  func criteria(
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
}
