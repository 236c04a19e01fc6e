import ArgumentParser
import AstroImages
import Foundation
import Gating
import Kernels
import Vices

/// `evalbench selftest`: is every vice caught, and no innocent accused?
struct Selftest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs deliberately bad denoisers, and honest ones, against every check.",
    discussion: """
      Each vice must be caught by the check that is for it, at limits that are those of the release preset, and no honest \
      denoiser may be accused. Exit code 0 when that holds and every figure rises with the dose, 1 otherwise.
      """)

  @Option(parsing: .unconditional, help: "The seed of the skies.")
  var seed: UInt64 = 1

  @Option(
    help: "small: eight skies of 320 to 704 px; full: sixteen of 1024 px.")
  var size = "small"

  @Option(help: "Vices separated by commas; default all, and the innocents.")
  var vices: String?

  @Option(help: "Innocents separated by commas; default all, or none where vices are chosen.")
  var innocents: String?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core.")
  var threads = 0

  @Flag(help: "Print selftest.json instead of the table.")
  var json = false

  @Option(help: "A folder for selftest.json.")
  var output: String?

  func run() throws {
    try Preflight.use(threads: threads)
    guard let size = SelftestScenes.Size(rawValue: size) else {
      throw UsageError("--size \(self.size): give small or full")
    }
    Interruption.listen()
    var run = SelftestRun(
      recipes: SelftestScenes.recipes(size, seed: seed), seed: seed, size: size,
      threads: Parallel.threads, limits: try DefaultLimits())
    if let vices {
      run.vices = try vices.split(separator: ",").map { try Self.vice(String($0)) }
      run.innocents = []
    }
    if let innocents {
      run.innocents = try innocents.split(separator: ",").map { try Self.innocent(String($0)) }
      if vices == nil { run.vices = [] }
    }
    let started = ContinuousClock().now
    if !json { Console.note("selftest ...") }
    let record = try run.record { _, _, _ in }
    if !json {
      Console.note(
        "selftest: done in \(Progress.clockText(seconds(ContinuousClock().now - started)))")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(record), as: UTF8.self)
    if let output {
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: true)
      try AtomicFile.write(Array((text + "\n").utf8), to: output + "/selftest.json")
    }
    if json {
      try Console.result(text)
    } else {
      let table = SelftestTable(record: record)
      for line in table.lines { try Console.result(line) }
      try Console.result(table.lastLine)
    }
    if !record.isSound { throw ExitCode(1) }
  }

  /// The innocent of a name.
  private static func innocent(_ name: String) throws -> Innocent {
    guard let innocent = Innocents.all.first(where: { $0.id == name }) else {
      let known = Innocents.all.map(\.id)
      throw UsageError(
        "there is no innocent '\(name)'; they are \(known.joined(separator: ", "))"
          + NearestName.hint(name, among: known))
    }
    return innocent
  }

  /// The vice of a name.
  static func vice(_ name: String) throws -> any Vice.Type {
    guard let vice = Vices.named(name) else {
      let known = Vices.all.map { $0.id }
      throw UsageError(
        "there is no vice '\(name)'; the vices are \(known.joined(separator: ", "))"
          + NearestName.hint(name, among: known))
    }
    return vice
  }
}
