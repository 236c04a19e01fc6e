extension GateConfigurationReader {
  /// The ranges that a rule bounds one by one; none for a rule of the metric as a whole, `nil` for ranges that are not there.
  func bins(_ entries: [String: ConfigurationNode], of key: MetricKey) -> [MetricBin]? {
    guard let node = entries["bins"], let axis = node.text, axis != "none" else { return [] }
    if let part = entries["part"] { part.complain("'part' and 'bins' exclude each other") }
    let known = MetricBin.all(of: key.check)
    guard !known.isEmpty else {
      node.complain(
        "\(key.check) is not measured in ranges; those that are: \(MetricBin.checks.joined(separator: ", "))"
      )
      return nil
    }
    let axes = Set(known.map(\.axis)).sorted()
    guard axes.contains(axis) else {
      node.complain(
        "'\(node.path)' is '\(axis)'; \(key.check) is measured by \(axes.joined(separator: ", "))"
          + NearestName.hint(axis, among: axes))
      return nil
    }
    return known.filter { $0.axis == axis }
  }

  /// Finds limits for ranges that are not there.
  func checkRanges(
    _ entries: [String: ConfigurationNode], _ bins: [MetricBin], _ key: MetricKey
  ) {
    for (name, node) in entries.sorted(by: { $0.key < $1.key })
    where RuleKeys.limits.contains(name) && node.isMapping {
      guard let first = bins.first else {
        let axis = MetricBin.all(of: key.check).first?.axis
        node.complain(
          "'\(node.path)' gives limits range by range; "
            + (axis.map { "say of what with bins: \($0)" }
              ?? "\(key.check) is not measured in ranges"))
        continue
      }
      let names = bins.map(\.name)
      for (range, place, _) in node.entries ?? [] where !bins.contains(where: { $0.isNamed(range) })
      {
        problems.add(
          place,
          "\(key.check) has no range '\(range)' of \(first.axis); the ranges are \(names.joined(separator: ", "))"
            + NearestName.hint(range, among: names))
      }
    }
  }

  /// The entries as they hold for one range: of a limit that is a map what it says of the range, any other limit as it is.
  func limits(_ entries: [String: ConfigurationNode], for bin: MetricBin?)
    -> [String: ConfigurationNode]
  {
    var result = entries
    for (name, node) in entries where RuleKeys.limits.contains(name) && node.isMapping {
      result[name] = node.entries?.first { bin?.isNamed($0.key) ?? false }?.value
    }
    return result
  }
}
