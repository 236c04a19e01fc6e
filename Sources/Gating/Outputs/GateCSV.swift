internal import Evaluation

/// The questions as a tidy table, quoted as RFC 4180 says, with CRLF line ends.
public enum GateCSV: GateOutput {
  public static let id = "csv"
  public static let fileName = "gate.csv"
  static let columns = [
    "rule", "criterion", "severity", "slice", "verdict", "blocking", "metric", "part", "value",
    "interval_low", "interval_high", "unit", "limit", "groups", "images", "worst_image", "message",
  ]

  public static func render(_ result: GateResult) throws -> [UInt8] {
    var text = line(columns)
    for entry in result.rules {
      text += line([
        entry.rule, entry.criterion, entry.severity.rawValue, entry.sliceText,
        entry.verdict.rawValue, String(entry.blocking), entry.metric, entry.part ?? "",
        number(entry.value), number(entry.interval?.low), number(entry.interval?.high),
        entry.unit, entry.limit, String(entry.groups), String(entry.images),
        entry.worst.first?.image ?? "", entry.message,
      ])
    }
    return Array(text.utf8)
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func line(_ fields: [String]) -> String {
    fields.map(CSVText.quoted).joined(separator: ",") + "\r\n"
  }
}
