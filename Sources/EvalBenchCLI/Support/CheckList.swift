import Evaluation
import Foundation

/// What every check is before it has run: for people in columns, for programs as JSON.
struct CheckList: Encodable {
  struct Entry: Encodable {
    var id: String
    var title: String
    var question: String
    var rationale: String
    var unit: String
    var direction: String
    var lowest: Double?
    var highest: Double?
    var needs: [String]
    var version: Int
  }

  let schema = "evalbench/checks/1"
  let checks: [Entry]
  private let needs: [String: [CheckMetadata.Need]]

  private enum CodingKeys: String, CodingKey { case schema, checks }

  init(_ checks: [CheckMetadata]) {
    needs = Dictionary(checks.map { ($0.id, $0.needs) }) { first, _ in first }
    self.checks = checks.map {
      Entry(
        id: $0.id, title: $0.title, question: $0.question.rawValue, rationale: $0.rationale,
        unit: $0.unit, direction: $0.direction.rawValue, lowest: $0.lowerBound,
        highest: $0.upperBound, needs: $0.needs.map(\.rawValue), version: $0.version)
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Columns apart by tabs: id, title, unit, what is better, range, needs.
  var text: String {
    checks.map { check in
      let better =
        switch check.direction {
        case "higherIsBetter": "higher is better"
        case "lowerIsBetter": "lower is better"
        case "closerToZeroIsBetter": "zero is best"
        default: "one is best"
        }
      let range =
        "\(check.lowest.map { plain($0) } ?? "-inf")..\(check.highest.map { plain($0) } ?? "inf")"
      let needs = (needs[check.id] ?? []).map(\.words).joined(separator: ", ")
      return [
        check.id, check.title, check.unit.isEmpty ? "no unit" : check.unit, better, range,
        "needs \(needs)",
      ].joined(separator: "\t")
    }.joined(separator: "\n")
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
