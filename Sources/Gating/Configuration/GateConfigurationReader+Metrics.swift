extension GateConfigurationReader {
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
}
