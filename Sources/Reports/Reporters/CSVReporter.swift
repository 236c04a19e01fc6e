public import Evaluation

/// All measurements as a tidy table: one figure a row, for any spreadsheet or data frame.
///
/// `metric` is always the check's id; `part` is empty for the check's own value and names a further figure otherwise.
/// Quoted as RFC 4180 says, with CRLF line ends; numbers are the shortest that read back to the same bits.
public struct CSVReporter: Reporter {
  public static let id = "csv"
  public static let fileName = "metrics.csv"

  public static let columns = [
    "candidate", "seed", "image", "split", "metric", "part", "value", "unit", "interval_low",
    "interval_high", "count", "status", "reason",
  ]

  public init() {}

  public func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8] {
    let units = Dictionary(record.checks.map { ($0.id, $0.unit) }) { first, _ in first }
    var text = Self.line(Self.columns)
    for row in record.rows {
      let finding = row.finding
      let key = [row.candidate, String(row.seed), row.scene, row.split.rawValue, row.check]
      text += Self.line(
        key + [
          "", finding.map { NumberFormat.exact($0.value) } ?? "", units[row.check] ?? "",
          finding?.interval.map { NumberFormat.exact($0.low) } ?? "",
          finding?.interval.map { NumberFormat.exact($0.high) } ?? "",
          finding?.count.map(String.init) ?? "", row.status.rawValue, row.reason ?? "",
        ])
      for part in finding?.parts ?? [] {
        text += Self.line(
          key + [
            part.name, NumberFormat.exact(part.value), part.unit,
            part.interval.map { NumberFormat.exact($0.low) } ?? "",
            part.interval.map { NumberFormat.exact($0.high) } ?? "",
            part.count.map(String.init) ?? "", row.status.rawValue, "",
          ])
      }
    }
    return Array(text.utf8)
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(CSVText.quoted).joined(separator: ",") + "\r\n"
  }
}
