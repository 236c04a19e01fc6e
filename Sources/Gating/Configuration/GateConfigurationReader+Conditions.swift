internal import Yams

extension GateConfigurationReader {
  /// The images that a rule looks at, and the machine that it holds on.
  func condition(_ node: ConfigurationNode?) -> (ImageCondition, String?) {
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
