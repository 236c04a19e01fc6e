import ArgumentParser
import AstroImages
import Foundation
import Kernels

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
      run.vices = try NamedChoice.vices(vices)
      run.innocents = []
    }
    if let innocents {
      run.innocents = try NamedChoice.innocents(innocents)
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
}
