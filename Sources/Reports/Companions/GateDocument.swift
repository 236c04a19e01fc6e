internal import Foundation

/// What a report reads of a gate's `gate.json`; keys that it does not know are none of its business.
public struct GateDocument: Decodable, Equatable, Sendable {
  struct Party: Decodable, Equatable, Sendable {
    var name: String
    var sha256: String?
  }

  struct Interval: Decodable, Equatable, Sendable {
    var low: Double?
    var high: Double?
    var level: Double?
  }

  struct JudgedImage: Decodable, Equatable, Sendable {
    var image: String
    var value: Double
  }

  struct Waiver: Decodable, Equatable, Sendable {
    var reason: String
    var owner: String
    var expires: String
  }

  struct Rule: Decodable, Equatable, Sendable {
    var rule: String
    var criterion: String
    var severity: String
    var slice: [String: String]
    var verdict: String
    var blocking: Bool
    var metric: String
    var part: String?
    var unit: String
    var value: Double?
    var interval: Interval?
    var limit: String
    var groups: Int
    var images: Int
    var worst: [JudgedImage]
    var typical: JudgedImage?
    var message: String
    var because: String?
    var advice: String?
    var waiver: Waiver?
    var place: String
  }

  struct Image: Decodable, Equatable, Sendable {
    var name: String
  }

  var schema: String
  var verdict: String
  var exitCode: Int
  var candidate: Party
  var baseline: Party?
  var configuration: String
  var testSetSHA256: String
  var images: [Image]
  var targets: Int
  var rubberStamped: Bool
  var subset: Bool
  var warnOnly: Bool
  var cachedImages: Int
  var rules: [Rule]
  var notes: [String]
  var decidedAt: String
  /// The file's own text, which a page carries along; `nil` where names were taken out.
  var source: String?

  /// Reads `gate.json`.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json))
    source = String(decoding: json, as: UTF8.self)
    guard schema.hasPrefix("evalbench.gate-result/1") else {
      throw CompanionError(
        problem: "schema '\(schema)' is not 'evalbench.gate-result/1'; judge again")
    }
  }
}

/// A file beside the record that a report cannot read.
struct CompanionError: Error, CustomStringConvertible {
  var problem: String

  var description: String { problem }
}
