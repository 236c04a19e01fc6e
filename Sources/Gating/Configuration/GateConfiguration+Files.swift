internal import Foundation
internal import Yams

extension GateConfiguration {
  /// Reads a file: a stand-alone one (`schema: evalbench.gate/1`), or the `gate` section of `evalbench.yaml`.
  ///
  /// - Parameters:
  ///   - overrides: `path=value` pairs that win over the file, with where they come from.
  public init(
    file: String, catalogue: MetricCatalogue, overrides: [Override] = []
  ) throws(ConfigurationProblems) {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ConfigurationProblems(
        SourcePlace(file: file), "cannot be read; give the path of a YAML file after --config")
    }
    try self.init(text: text, file: file, catalogue: catalogue, overrides: overrides)
  }

  /// Reads a text as if it were the file `file`.
  public init(
    text: String, file: String, catalogue: MetricCatalogue, overrides: [Override] = []
  ) throws(ConfigurationProblems) {
    let problems = ProblemCollector()
    var reader = GateConfigurationReader(
      configuration: GateConfiguration(path: file, extends: []), catalogue: catalogue,
      problems: problems)
    try reader.read(
      Self.gateSection(try .root(of: text, file: file, problems: problems)), overrides: overrides)
    reader.finish()
    try problems.throwIfAny()
    self = reader.configuration
  }

  /// A preset as it is.
  public init(preset: String, catalogue: MetricCatalogue, overrides: [Override] = [])
    throws(ConfigurationProblems)
  {
    try self.init(
      text: "schema: \(Self.schema)\nextends: preset:\(preset)\n", file: "preset:\(preset)",
      catalogue: catalogue, overrides: overrides)
  }

  private init(path: String, extends: [String]) {
    self.path = path
    self.extends = extends
  }

  /// The section that a gate is in, with the schema checked.
  private static func gateSection(_ root: ConfigurationNode) throws(ConfigurationProblems)
    -> ConfigurationNode
  {
    let entries = root.entries ?? []
    let schema = entries.first { $0.key == "schema" }
    if let gate = entries.first(where: { $0.key == "gate" })?.value {
      _ = root.section(["schema", "compare", "gate"])
      if let schema, schema.value.text.map({ $0 != "evalbench/1" }) ?? false {
        schema.value.complain(
          "schema '\(schema.value.text ?? "")' is not known; this build reads evalbench/1")
      }
      return gate
    }
    switch schema?.value.text {
    case Self.schema?: break
    case "evalbench/1"?:
      root.complain("there is no 'gate:' section; add one, or use schema \(Self.schema)")
    case let other?:
      schema?.value.complain(
        "schema '\(other)' is not known; this build reads \(Self.schema)")
    case nil:
      root.complain("the first line must be 'schema: \(Self.schema)'")
    }
    try root.problems.throwIfAny()
    return root
  }

  /// A change from the command line or the environment: `policy.fail_on=warn`.
  public struct Override: Sendable {
    public var keys: [String]
    public var value: String
    public var origin: String

    /// Reads `path=value`.
    public init(_ text: String, origin: String) throws(ConfigurationProblems) {
      let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let keys = sides[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, keys.allSatisfy({ !$0.isEmpty }) else {
        throw ConfigurationProblems(
          SourcePlace(file: origin), "'\(text)' is not path=value, such as policy.fail_on=warn")
      }
      (self.keys, value, self.origin) = (keys, String(sides[1]), origin)
    }

    /// The overrides of an environment: `EVALBENCH_GATE__POLICY__FAIL_ON=warn`; a key of the policy may stand alone.
    public static func from(_ environment: [String: String]) -> [Override] {
      environment.filter { $0.key.hasPrefix("EVALBENCH_GATE__") }.sorted { $0.key < $1.key }
        .map { name, value in
          var keys = name.dropFirst("EVALBENCH_GATE__".count).lowercased()
            .components(separatedBy: "__")
          if keys.count == 1, GateConfigurationReader.policyKeys.contains(keys[0]) {
            keys.insert("policy", at: 0)
          }
          return Override(keys: keys, value: value, origin: name)
        }
    }

    private init(keys: [String], value: String, origin: String) {
      (self.keys, self.value, self.origin) = (keys, value, origin)
    }
  }
}
