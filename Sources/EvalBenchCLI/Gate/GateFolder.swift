import AstroImages
import Evaluation
import Foundation
import Gating
import Reports

/// Writes what a gate decided: every format into its folder, and where CI asks for it.
struct GateFolder {
  let path: String

  /// Writes every format, and the record of a live run beside it.
  ///
  /// - Parameters:
  ///   - shown: the record that the gate's report shows.
  ///   - folder: where its crops are; `nil` for a live run, which has none.
  func write(_ result: GateResult, record: RunRecord?, shown: RunRecord, from folder: String?)
    throws
  {
    try write(result)
    // Messages link into it.
    var page = HTMLReporter()
    page.companions.gate = try GateDocument(json: try GateJSON.render(result))
    let assets = folder.map { StoredRun.assets(in: $0) }
    try AtomicFile.write(
      try page.render(shown) { file in
        guard let assets else { throw RunError("\(file): a gate's own run stores no crops") }
        return try assets(file)
      }, to: path + "/" + HTMLReporter.fileName)
    guard let record else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write([UInt8](try encoder.encode(record)) + [0x0A], to: path + "/compare.json")
    for reporter in [CSVReporter.self, JSONLinesReporter.self] as [any Reporter.Type] {
      let bytes = try reporter.init().render(record) { _ in [] }
      try AtomicFile.write(bytes, to: path + "/" + reporter.fileName)
    }
  }

  /// Writes every format of the result itself.
  func write(_ result: GateResult) throws {
    try create()
    for output in GateOutputs.all {
      try AtomicFile.write(try output.render(result), to: path + "/" + output.fileName)
    }
  }

  /// Writes a shard, and returns its path.
  func write(_ shard: GateShard) throws -> String {
    let file = path + "/" + GateShard.fileName
    try create()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write([UInt8](try encoder.encode(shard)) + [0x0A], to: file)
    return file
  }

  private func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunError(
        "\(path): cannot be created (\(error.localizedDescription)); choose another --output")
    }
  }

  /// Writes single formats elsewhere: `junit=build/gate.xml`.
  static func write(_ result: GateResult, outs: [(format: any GateOutput.Type, path: String)])
    throws
  {
    for out in outs {
      try AtomicFile.write(try out.format.render(result), to: out.path)
    }
  }

  static func parse(out text: String) throws -> (format: any GateOutput.Type, path: String) {
    let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
    let known = GateOutputs.all.map { $0.id }
    guard sides.count == 2, let format = GateOutputs.all.first(where: { $0.id == sides[0] }) else {
      throw UsageError(
        "--out \(text): write FORMAT=PATH; the formats are \(known.joined(separator: ", "))"
          + NearestName.hint(sides.first ?? "", among: known))
    }
    return (format, sides[1])
  }

  /// Tells GitHub, where it listens: a summary of the job and values for later steps.
  func tellGitHub(_ result: GateResult, environment: [String: String]) throws {
    if let file = environment["GITHUB_STEP_SUMMARY"], !file.isEmpty {
      let bytes = try GateSummary.render(result)
      // The whole upload is refused beyond one mebibyte.
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
      if size + bytes.count > 1 << 20 {
        Console.note("note: \(file) is nearly full; the gate's summary is in \(path)/summary.md")
      } else {
        try Self.append(bytes, to: file)
      }
    }
    if let file = environment["GITHUB_OUTPUT"], !file.isEmpty {
      try Self.append(Array(Annotations.outputs(result, folder: path).utf8), to: file)
    }
  }

  private static func append(_ bytes: [UInt8], to file: String) throws {
    guard let handle = fopen(file, "ae") else {
      throw RunError("\(file): cannot be appended to")
    }
    let written = fwrite(bytes, 1, bytes.count, handle)
    guard fclose(handle) == 0, written == bytes.count else {
      throw RunError("\(file): cannot be appended to")
    }
  }
}
