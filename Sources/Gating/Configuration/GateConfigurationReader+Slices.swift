internal import Yams

extension GateConfigurationReader {
  /// The name of a rule that exists, or a problem with the nearest one.
  private func ruleID(_ node: ConfigurationNode, ids: [String]) -> String? {
    guard let id = node.text else { return nil }
    if ids.contains(id) { return id }
    node.complain(
      "there is no rule '\(id)'; the rules are \(ids.joined(separator: ", "))"
        + NearestName.hint(id, among: ids))
    return nil
  }

  /// A property whose values are judged one by one.
  func slicing(_ node: ConfigurationNode, ids: [String]) -> Slicing? {
    let section = node.section(["by", "rules", "min_groups", "on_too_few", "max_gap"])
    guard let by = section["by"] else {
      node.complain("'\(node.path)' needs 'by', such as by: sensor")
      return nil
    }
    guard let facet = by.choice(Facet.self) else { return nil }
    var gap: Slicing.Gap?
    if let entry = section["max_gap"] {
      let values = entry.section(["metric", "part", "vs", "max", "severity"])
      if let vs = values["vs"], let text = vs.text, text != "overall" {
        vs.complain("'\(vs.path)' is '\(text)'; a slice is compared with the rest: write overall")
      }
      if let key = metric(values["metric"], values["part"], in: entry),
        let limit = values["max"].flatMap({ amount($0, metric: key) })
      {
        gap = Slicing.Gap(
          metric: key, maximum: limit,
          severity: values["severity"]?.choice(Severity.self) ?? .error)
      } else if values["max"] == nil {
        entry.complain("'\(entry.path)' needs 'max'")
      }
    }
    let rules = section["rules"].map { list in
      (list.node.sequence == nil ? [list] : list.items ?? []).compactMap { ruleID($0, ids: ids) }
    }
    return Slicing(
      facet: facet, rules: rules ?? [],
      minimumGroups: section["min_groups"]?.integer(in: 2...10_000) ?? 4,
      tooFew: section["on_too_few"]?.choice(Slicing.TooFew.self) ?? .inconclusive, gap: gap,
      place: node.place)
  }

  /// A failure that is accepted until a day.
  func waiver(_ node: ConfigurationNode, ids: [String]) -> Waiver? {
    let section = node.section(["rule", "slice", "reason", "owner", "expires"])
    for key in ["rule", "reason", "owner", "expires"] where section[key] == nil {
      node.complain("'\(node.path)' needs '\(key)'")
    }
    guard let ruleNode = section["rule"], let rule = ruleID(ruleNode, ids: ids),
      let reason = section["reason"]?.text, let owner = section["owner"]?.text,
      let dayNode = section["expires"], let text = dayNode.text
    else { return nil }
    guard let day = Day(text) else {
      dayNode.complain("'\(dayNode.path)' is '\(text)'; write a day such as 2027-01-31")
      return nil
    }
    var slice: [Facet: String] = [:]
    for (key, place, value) in section["slice"]?.entries ?? [] {
      guard let facet = Facet(rawValue: key) else {
        let known = Facet.allCases.map(\.rawValue)
        problems.add(
          place,
          "unknown slice '\(key)'; slices go by \(known.joined(separator: ", "))"
            + NearestName.hint(key, among: known))
        continue
      }
      slice[facet] = value.text
    }
    return Waiver(
      rule: rule, slice: slice, reason: reason, owner: owner, expires: day, place: node.place)
  }
}
