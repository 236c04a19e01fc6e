internal import Foundation

/// What a report reads of a gate's `selftest.json`: which check noticed which vice.
public struct SelftestDocument: Decodable, Equatable, Sendable {
  struct Cell: Decodable, Equatable, Sendable {
    var check: String
    var failed: Int
    var of: Int
  }

  /// What a check made of a vice at one strength.
  struct Dose: Decodable, Equatable, Sendable {
    var dose: Double
    var check: String
    /// In units of the check's limit: 1 is at it.
    var value: Double
    var failed: Int
    var of: Int
  }

  struct Row: Decodable, Equatable, Sendable {
    var name: String
    var kind: String
    var summary: String
    /// The checks that the vice is for; none of an innocent.
    var targets: [String]
    var cells: [Cell]
    /// What the doses are counted in.
    var doseUnit: String
    var doses: [Dose]

    enum CodingKeys: String, CodingKey {
      case name, kind, summary, cells, doseUnit, doses
      case targets = "for"
    }

    init(from decoder: any Decoder) throws {
      let box = try decoder.container(keyedBy: CodingKeys.self)
      name = try box.decode(String.self, forKey: .name)
      kind = try box.decode(String.self, forKey: .kind)
      summary = try box.decodeIfPresent(String.self, forKey: .summary) ?? ""
      cells = try box.decode([Cell].self, forKey: .cells)
      doseUnit = try box.decodeIfPresent(String.self, forKey: .doseUnit) ?? "dose"
      doses = try box.decodeIfPresent([Dose].self, forKey: .doses) ?? []
      if let one = try? box.decode(String.self, forKey: .targets) {
        targets = [one]
      } else {
        targets = try box.decodeIfPresent([String].self, forKey: .targets) ?? []
      }
    }
  }

  var schema: String
  var checks: [String]
  var rows: [Row]
  var missed: [String]
  var accused: [String]

  /// Reads `selftest.json`.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json))
    guard schema == "evalbench/selftest/1" else {
      throw CompanionError(problem: "schema '\(schema)' is not 'evalbench/selftest/1'")
    }
  }

  enum CodingKeys: String, CodingKey { case schema, checks, rows, missed, accused }

  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    schema = try box.decode(String.self, forKey: .schema)
    checks = (try? box.decode([String].self, forKey: .checks)) ?? []
    rows = try box.decode([Row].self, forKey: .rows)
    missed = (try? box.decode([String].self, forKey: .missed)) ?? []
    accused = (try? box.decode([String].self, forKey: .accused)) ?? []
  }
}
