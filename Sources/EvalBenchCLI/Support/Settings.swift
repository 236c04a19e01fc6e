/// Bad usage: a flag, a name or a configuration that means nothing. Exit code 64.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}

/// The world's mistake at run time: a file, a frame, a folder. Exit code 2.
package struct RunError: Error, Equatable, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}

/// Reads `name:key=value,key=value`.
package enum Settings {
  /// Splits a specification into its name and settings.
  package static func parse(_ text: String) throws -> (name: String, settings: [String: String]) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var settings: [String: String] = [:]
    if parts.count == 2 {
      for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
          throw UsageError("'\(text)': '\(pair)' is not key=value")
        }
        guard settings.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
          throw UsageError("'\(text)': '\(sides[0])' is given twice")
        }
      }
    }
    return (String(parts[0]), settings)
  }

  /// Splits a comma-separated list of specifications: `dncnn,unet:width=16,levels=3,nafnet-lite`.
  ///
  /// A part with `=` and no `:` before it belongs to the specification in front of it.
  package static func list(_ text: String) -> [String] {
    var result: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: true) {
      let isSetting =
        part.firstIndex(of: "=").map { equals in
          part.firstIndex(of: ":").map { $0 > equals } ?? true
        } ?? false
      if isSetting, let last = result.popLast() {
        result.append(last + "," + part)
      } else {
        result.append(String(part))
      }
    }
    return result
  }

  package static func check(_ settings: [String: String], accepted: [String], of name: String)
    throws
  {
    for key in settings.keys.sorted() where !accepted.contains(key) {
      let known = accepted.isEmpty ? "it has none" : "it knows \(accepted.joined(separator: ", "))"
      throw UsageError("\(name): unknown setting '\(key)'; \(known)")
    }
  }

  package static func number(
    _ settings: [String: String], _ key: String, default fallback: Double,
    in range: ClosedRange<Double>, of name: String
  ) throws -> Double {
    guard let text = settings[key] else { return fallback }
    guard let value = Double(text), range.contains(value) else {
      throw UsageError(
        "\(name): \(key)=\(text) must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
