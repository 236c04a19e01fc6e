internal import Yams

/// A value of a YAML file with its place; what is wrong with it goes to the collector, and reading goes on.
struct ConfigurationNode {
  let node: Node
  let file: String
  let path: String
  let problems: ProblemCollector

  var place: SourcePlace {
    SourcePlace(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  var isMapping: Bool { node.mapping != nil }

  func complain(_ message: String) { problems.add(place, message) }

  /// The value as text, whatever it looks like.
  var text: String? {
    guard let text = node.scalar?.string, !text.isEmpty else {
      complain("'\(path)' must be one value")
      return nil
    }
    return text
  }

  var flag: Bool? {
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    case let text?:
      complain("'\(path)' is '\(text)'; write true or false")
      return nil
    case nil: return nil
    }
  }

  func integer(in range: ClosedRange<Int>) -> Int? {
    guard let text else { return nil }
    guard let value = Int(text), range.contains(value) else {
      complain(
        "'\(path)' is '\(text)'; it must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
      return nil
    }
    return value
  }

  func number(in range: ClosedRange<Double>) -> Double? {
    guard let text else { return nil }
    guard let value = Double(text), range.contains(value) else {
      complain(
        "'\(path)' is '\(text)'; it must be a number from \(range.lowerBound) to \(range.upperBound)"
      )
      return nil
    }
    return value
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    guard let text else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    complain(
      "'\(path)' is '\(text)'; it is one of \(names.joined(separator: ", "))"
        + NearestName.hint(text, among: names))
    return nil
  }

  /// One name or a list of names.
  var texts: [String]? {
    if let sequence = node.sequence {
      return sequence.map(child).compactMap(\.text)
    }
    return text.map { [$0] }
  }

  /// The items of a list.
  var items: [ConfigurationNode]? {
    guard let sequence = node.sequence else {
      complain("'\(path)' must be a list")
      return nil
    }
    return sequence.enumerated().map { number, item in
      ConfigurationNode(node: item, file: file, path: "\(path)[\(number)]", problems: problems)
    }
  }

  /// The entries of a mapping, in order.
  var entries: [(key: String, place: SourcePlace, value: ConfigurationNode)]? {
    guard let mapping = node.mapping else {
      complain("'\(path)' must hold 'key: value' lines")
      return nil
    }
    return mapping.map { key, value in
      let name = key.string ?? "?"
      return (
        name, SourcePlace(file: file, line: key.mark?.line, column: key.mark?.column),
        ConfigurationNode(
          node: value, file: file, path: path.isEmpty ? name : "\(path).\(name)",
          problems: problems)
      )
    }
  }

  /// The entries by key; a key that is not among `known` is a problem with the nearest right name.
  func section(_ known: [String]) -> [String: ConfigurationNode] {
    var result: [String: ConfigurationNode] = [:]
    for (key, place, value) in entries ?? [] {
      if known.contains(key) {
        result[key] = value
      } else {
        problems.add(
          place,
          "unknown key '\(value.path)'; known keys: \(known.joined(separator: ", "))"
            + NearestName.hint(key, among: known))
      }
    }
    return result
  }

  private func child(_ node: Node) -> ConfigurationNode {
    ConfigurationNode(node: node, file: file, path: path, problems: problems)
  }
}

extension ConfigurationNode {
  /// The root of a YAML text; a file that is no YAML is one problem with its place.
  static func root(of text: String, file: String, problems: ProblemCollector)
    throws(ConfigurationProblems) -> ConfigurationNode
  {
    do {
      let node = try Yams.compose(yaml: text) ?? Node([(Node, Node)]())
      return ConfigurationNode(node: node, file: file, path: "", problems: problems)
    } catch let error as YamlError {
      throw ConfigurationProblems(Self.place(of: error, file), Self.message(of: error))
    } catch {
      throw ConfigurationProblems(SourcePlace(file: file), "not valid YAML: \(error)")
    }
  }

  private static func place(of error: YamlError, _ file: String) -> SourcePlace {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      return SourcePlace(file: file, line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      return SourcePlace(file: file, line: context.mark.line, column: context.mark.column)
    default: return SourcePlace(file: file)
    }
  }

  private static func message(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      return "not valid YAML: \(problem)"
    case .duplicatedKeysInMapping(let keys, _):
      return "'\(keys.map { "\($0)" }.joined(separator: "', '"))' is given twice"
    default: return "not valid YAML: \(error)"
    }
  }
}
