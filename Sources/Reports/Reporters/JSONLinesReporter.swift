public import Evaluation
private import Foundation

/// One line a candidate and image, with all of its checks.
///
/// Figures that JSON cannot write are the strings `nan`, `inf` and `-inf`.
public struct JSONLinesReporter: Reporter {
  public static let id = "json-lines"
  public static let fileName = "results.jsonl"

  public init() {}

  public func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var bytes: [UInt8] = []
    for line in Self.lines(of: record) {
      bytes += try encoder.encode(line)
      bytes.append(0x0A)
    }
    return bytes
  }

  private static func lines(of record: RunRecord) -> [Line] {
    let checks = Dictionary(record.checks.map { ($0.id, $0) }) { first, _ in first }
    let scenes = Dictionary(record.scenes.map { ($0.name, $0) }) { first, _ in first }
    var lines: [Line] = []
    var places: [Key: Int] = [:]
    for row in record.rows {
      let key = Key(candidate: row.candidate, seed: row.seed, image: row.scene)
      let place = places[key] ?? lines.count
      if places[key] == nil {
        places[key] = place
        lines.append(
          Line(
            schema: record.schema, candidate: row.candidate, seed: row.seed, image: row.scene,
            target: scenes[row.scene]?.target, split: row.split, sensor: scenes[row.scene]?.sensor,
            filter: scenes[row.scene]?.filter, sha256: scenes[row.scene]?.sha256, checks: [:]))
      }
      lines[place].checks[row.check] = Line.Result(
        status: row.status, value: row.finding?.value, unit: checks[row.check]?.unit,
        version: checks[row.check]?.version, interval: row.finding?.interval,
        count: row.finding?.count, countUnit: row.finding?.countUnit,
        parts: row.finding?.parts ?? [], reason: row.reason)
    }
    return lines
  }

  private struct Key: Hashable {
    var candidate: String
    var seed: UInt64
    var image: String
  }

  private struct Line: Encodable {
    var schema: String
    var candidate: String
    var seed: UInt64
    var image: String
    var target: String?
    var split: RunRecord.Split
    var sensor: String?
    var filter: String?
    var sha256: String?
    var checks: [String: Result]

    struct Result: Encodable {
      var status: RunRecord.Row.Status
      var value: Double?
      var unit: String?
      var version: Int?
      var interval: Finding.Interval?
      var count: Int?
      var countUnit: String?
      var parts: [Finding.Part]
      var reason: String?
    }
  }
}
