public import Evaluation
private import Foundation

/// The page that people read: one file that opens from a folder, without network and complete without scripts.
public struct HTMLReporter: Reporter {
  public static let id = "html"
  public static let fileName = "report.html"

  /// The size that a page keeps to, in bytes; crops that do not fit are left out, and the page says which.
  public var budget = 10_000_000
  /// Whether the page is for strangers: without paths, names of files, machines and people, and places on the sky.
  public var isRedacted = false
  /// What stands beside the record.
  public var companions = ReportCompanions()

  public init() {}

  public func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8] {
    Array(try page(record, isInline: true, assets: assets).utf8)
  }

  /// The page with style, script and pictures as files of their own, for servers whose policy forbids code inside a page.
  ///
  /// - Returns: the files by their path in the folder, the page first.
  public func files(
    _ record: RunRecord, assets: (String) throws -> [UInt8]
  ) throws -> [(path: String, bytes: [UInt8])] {
    var text = ""
    var files: [(path: String, bytes: [UInt8])] = []
    var known: [Substring: String] = [:]
    let whole = try page(record, isInline: false, assets: assets)
    var rest = whole[...]
    while let start = rest.firstMatch(of: /"data:image\/(png|jpeg);base64,/) {
      text += rest[..<start.range.lowerBound]
      let data = rest[start.range.upperBound...].prefix { $0 != "\"" }
      let name = known[data] ?? "img/\(known.count + 1).\(start.output.1)"
      if known.updateValue(name, forKey: data) == nil {
        files.append((name, [UInt8](Data(base64Encoded: String(data)) ?? Data())))
      }
      text += "\"\(name)"
      rest = rest[data.endIndex...]
    }
    text += rest
    return [
      (Self.fileName, Array(text.utf8)), ("report.css", HTMLTemplates.style),
      ("report.js", HTMLTemplates.script),
    ] + files
  }

  private func page(
    _ record: RunRecord, isInline: Bool, assets: (String) throws -> [UInt8]
  ) throws -> String {
    var (record, companions) = (record, companions)
    if isRedacted {
      let redaction = Redaction(
        [record] + [companions.older].compactMap { $0 }, gate: companions.gate)
      record = redaction.redacted(record)
      companions.gate = companions.gate.map(redaction.redacted)
      companions.older = companions.older.map(redaction.redacted)
    }
    let shown = (record: record, companions: companions)
    var files = [
      try CarriedFile(id: "record", name: "compare.json", json: ScriptText.json(record))
    ]
    if let gate = companions.gate?.source {
      files.append(try CarriedFile(id: "gate-record", name: "gate.json", json: gate))
    }
    let carried = files
    var hasParts = true
    func render(_ room: Int) throws -> String {
      try HTMLTemplates.render(
        Page(
          shown.record, companions: shown.companions, files: carried, budget: room,
          hasParts: hasParts, isInline: isInline, isRedacted: isRedacted, assets: assets))
    }
    // What the page weighs without crops says how much room they have.
    var bare = try render(0).utf8.count
    if bare > budget / 3 {
      hasParts = false
      bare = try render(0).utf8.count
    }
    var room = max(0, budget - bare)
    var text = try render(room)
    // Crops bring words, stars and links with them, which only the page itself can weigh; and since they come whole, a little
    // less room may leave out none of them.
    while text.utf8.count > budget && room > 0 {
      room = max(0, room - max(text.utf8.count - budget, budget / 50))
      text = try render(room)
    }
    return text
  }
}
