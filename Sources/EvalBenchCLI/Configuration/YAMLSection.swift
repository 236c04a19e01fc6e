import Gating
import Yams

/// A mapping of a configuration file that is read key by key, so that a key nobody reads is an error with its place.
struct YAMLSection {
  let file: String
  let path: String
  private let mapping: Node.Mapping?

  /// Reads a file's root mapping.
  init(file: String, text: String) throws {
    do {
      guard let root = try Yams.compose(yaml: text) else {
        self.init(file: file, path: "", mapping: nil)
        return
      }
      guard let mapping = root.mapping else {
        throw UsageError("\(Self.place(file, root)): expected 'key: value' lines")
      }
      self.init(file: file, path: "", mapping: mapping)
    } catch let error as YamlError {
      throw UsageError("\(file): not valid YAML: \(error)")
    }
  }

  private init(file: String, path: String, mapping: Node.Mapping?) {
    self.file = file
    self.path = path
    self.mapping = mapping
  }

  private static func place(_ file: String, _ node: Node) -> String {
    node.mark.map { "\(file):\($0.line):\($0.column)" } ?? file
  }

  private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Throws for the first key that is not among `known`, with the nearest right name.
  func onlyKeys(_ known: [String]) throws {
    for (key, _) in mapping ?? Node.Mapping([]) {
      let text = key.string ?? "?"
      guard !known.contains(text) else { continue }
      let nearest = known.min { editDistance($0, text) < editDistance($1, text) }
      let hint = nearest.map { editDistance($0, text) <= 3 ? "; did you mean '\($0)'?" : "" } ?? ""
      throw UsageError(
        "\(Self.place(file, key)): unknown key '\(name(text))'; known keys: \(known.joined(separator: ", "))\(hint)"
      )
    }
  }

  func section(_ key: String) throws -> YAMLSection {
    guard let node = mapping?[key] else {
      return YAMLSection(file: file, path: name(key), mapping: nil)
    }
    guard let inner = node.mapping else {
      throw UsageError("\(Self.place(file, node)): '\(name(key))' must hold 'key: value' lines")
    }
    return YAMLSection(file: file, path: name(key), mapping: inner)
  }

  /// The mappings of a list.
  func sections(_ key: String) throws -> [YAMLSection] {
    guard let node = mapping?[key] else { return [] }
    guard let list = node.sequence else {
      throw UsageError(
        "\(Self.place(file, node)): '\(name(key))' must be a list of 'key: value' lines")
    }
    return try list.enumerated().map { number, item in
      guard let inner = item.mapping else {
        throw UsageError(
          "\(Self.place(file, item)): '\(name(key))[\(number)]' must hold 'key: value' lines")
      }
      return YAMLSection(file: file, path: "\(name(key))[\(number)]", mapping: inner)
    }
  }

  func string(_ key: String) throws -> String? {
    guard let node = mapping?[key] else { return nil }
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw UsageError("\(Self.place(file, node)): '\(name(key))' must be one value")
    }
    return text
  }

  func strings(_ key: String) throws -> [String]? {
    guard let node = mapping?[key] else { return nil }
    if let sequence = node.sequence {
      return try sequence.map { item in
        guard let text = item.scalar?.string, !text.isEmpty else {
          throw UsageError("\(Self.place(file, item)): '\(name(key))' must be a list of names")
        }
        return text
      }
    }
    return try string(key).map(Settings.list)
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = try string(key), let node = mapping?[key] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(Self.place(file, node)): '\(name(key))' is '\(text)', it must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }

  func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = try string(key), let node = mapping?[key] else { return nil }
    guard let value = Double(text), range.contains(value) else {
      throw UsageError(
        "\(Self.place(file, node)): '\(name(key))' is '\(text)', it must be a number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }
}
