internal import Foundation
internal import Statistics
internal import Yams

/// Reads a configuration file and what it extends; problems are collected with their places.
struct GateConfigurationReader {
  var configuration: GateConfiguration
  let catalogue: MetricCatalogue
  let problems: ProblemCollector
  /// The rules' entries by id: what a later file says replaces what an earlier one said, key by key.
  var ruleEntries: [(id: String, entries: [String: ConfigurationNode], place: SourcePlace)] = []
  /// Where `data.unseen` stands that holds.
  var unseenNode: ConfigurationNode?
  private var sliceNodes: [ConfigurationNode] = []
  private var waiverNodes: [ConfigurationNode] = []

  static let keys = [
    "schema", "extends", "candidate", "native", "baseline", "data", "statistics", "policy",
    "rules", "slices", "waivers",
  ]
  static let policyKeys = ["on_missing", "on_inconclusive", "fail_on", "off_needs_reason"]

  init(
    configuration: GateConfiguration, catalogue: MetricCatalogue, problems: ProblemCollector
  ) {
    self.configuration = configuration
    self.catalogue = catalogue
    self.problems = problems
  }

  /// Reads a file's section over what has been read before, after what it extends.
  mutating func read(
    _ root: ConfigurationNode, overrides: [GateConfiguration.Override] = [], depth: Int = 0
  ) throws(ConfigurationProblems) {
    let section = root.section(Self.keys)
    if let extends = section["extends"] { try extend(extends, depth: depth) }
    try apply(section)
    for override in overrides {
      var node = Node(override.value)
      for key in override.keys.reversed() { node = Node([(Node(key), node)]) }
      let changed = ConfigurationNode(
        node: node, file: override.origin, path: "", problems: problems)
      try apply(changed.section(Self.keys.filter { $0 != "schema" && $0 != "extends" }))
    }
  }

  private mutating func apply(_ section: [String: ConfigurationNode])
    throws(ConfigurationProblems)
  {
    if let node = section["candidate"] { configuration.candidate = node.text }
    if let node = section["native"] { configuration.native = node.text }
    if let node = section["baseline"] { read(baseline: node) }
    if let node = section["data"] { read(data: node) }
    if let node = section["statistics"] { read(statistics: node) }
    if let node = section["policy"] { read(policy: node) }
    if let node = section["rules"] { read(rules: node) }
    if let node = section["slices"] { sliceNodes = node.items ?? [] }
    if let node = section["waivers"] { waiverNodes = node.items ?? [] }
  }

  /// Makes rules, slices and waivers of their entries, once everything has been read.
  mutating func finish() {
    configuration.rules = ruleEntries.compactMap { rule(id: $0.id, $0.entries, place: $0.place) }
    var ids = ruleEntries.map(\.id)
    if let node = unseenNode { ids += unseenRules(node) }
    configuration.slices = sliceNodes.compactMap { slicing($0, ids: ids) }
    configuration.waivers = waiverNodes.compactMap { waiver($0, ids: ids) }
  }

  private mutating func extend(_ node: ConfigurationNode, depth: Int)
    throws(ConfigurationProblems)
  {
    guard let name = node.text else { return }
    guard depth < 8 else {
      node.complain("'extends' goes round in a circle, or is more than eight files deep")
      return
    }
    let text: String
    let file: String
    if name.hasPrefix("preset:") {
      let id = String(name.dropFirst("preset:".count))
      guard let preset = GatePresets.named(id) else {
        let known = GatePresets.all.map { "preset:\($0.id)" }
        node.complain(
          "there is no '\(name)'; the presets are \(known.joined(separator: ", "))"
            + NearestName.hint(name, among: known))
        return
      }
      (text, file) = (preset.text, name)
    } else {
      // Beside the file that names it.
      let folder = node.file.lastIndex(of: "/").map { node.file[...$0] } ?? ""
      file = name.hasPrefix("/") ? name : folder + name
      guard let read = try? String(contentsOfFile: file, encoding: .utf8) else {
        let known = GatePresets.all.map { "preset:\($0.id)" }
        node.complain(
          "'\(name)': no such file; give a path or one of \(known.joined(separator: ", "))"
            + NearestName.hint("preset:" + name, among: known))
        return
      }
      text = read
    }
    configuration.extends.append(name)
    try read(.root(of: text, file: file, problems: problems), depth: depth + 1)
  }

  private mutating func read(rules node: ConfigurationNode) {
    for (id, place, value) in node.entries ?? [] {
      guard let entries = entries(of: value) else { continue }
      if let index = ruleEntries.firstIndex(where: { $0.id == id }) {
        ruleEntries[index].entries.merge(entries) { _, new in new }
        ruleEntries[index].place = place
      } else {
        ruleEntries.append((id, entries, place))
      }
    }
  }

  /// A rule's entries: a map, `[severity, {options}]`, or a severity alone.
  private func entries(of node: ConfigurationNode) -> [String: ConfigurationNode]? {
    if let items = node.node.sequence {
      guard (1...2).contains(items.count), let list = node.items else {
        node.complain("'\(node.path)' must be [severity, {options}]")
        return nil
      }
      var entries = list.count == 2 ? list[1].section(RuleKeys.all) : [:]
      entries["severity"] = list[0]
      return entries
    }
    if node.node.scalar != nil { return ["severity": node] }
    return node.section(RuleKeys.all)
  }
}
