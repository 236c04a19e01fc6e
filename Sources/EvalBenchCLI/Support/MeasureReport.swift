import Evaluation
import Foundation

/// The checks of one triple, as text or as JSON.
struct MeasureReport: Encodable {
  struct Row: Encodable {
    var id: String
    var status: String
    var unit: String
    var value: Double?
    /// Lower and upper end.
    var interval: [Double]?
    var count: Int?
    var countUnit: String?
    var parts: [Part]?
    /// Why there is no value.
    var reason: String?
  }

  struct Part: Encodable {
    var name: String
    var value: Double
    var unit: String
    var interval: [Double]?
    var count: Int?
  }

  let schema = "evalbench.measure/1"
  let checks: [Row]

  init(rows: [Runner.Row], checks: [CheckMetadata]) {
    self.checks = zip(rows, checks).map { row, metadata in
      switch row.outcome {
      case .measured(let finding):
        Row(
          id: row.check, status: "measured", unit: metadata.unit, value: finding.value,
          interval: finding.interval.map { [$0.low, $0.high] }, count: finding.count,
          countUnit: finding.countUnit,
          parts: finding.parts.map {
            Part(
              name: $0.name, value: $0.value, unit: $0.unit,
              interval: $0.interval.map { [$0.low, $0.high] }, count: $0.count)
          })
      case .notApplicable(let reason):
        Row(id: row.check, status: "notApplicable", unit: metadata.unit, reason: reason)
      case .failed(let message):
        Row(id: row.check, status: "failed", unit: metadata.unit, reason: message)
      }
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  func table() -> String {
    var lines = [["check", "value", "unit", "95 % interval", "n", "note"]]
    for row in checks {
      lines.append([
        row.id, row.value.map(Self.short) ?? "-", row.unit,
        row.interval.map { $0.map(Self.short).joined(separator: " .. ") } ?? "",
        row.count.map { "\($0) \(row.countUnit ?? "")" } ?? "",
        row.status == "failed" ? "FAILED: \(row.reason ?? "")" : row.reason ?? "",
      ])
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        let text = line[column]
        return column == line.count - 1
          ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }
      var joined = cells.joined(separator: "  ")
      while joined.hasSuffix(" ") { joined.removeLast() }
      return joined
    }.joined(separator: "\n")
  }

  /// Five significant digits.
  private static func short(_ value: Double) -> String { String(format: "%.5g", value) }
}
