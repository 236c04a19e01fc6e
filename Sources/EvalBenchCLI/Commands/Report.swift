import AstroImages
import ArgumentParser
import Evaluation
import Foundation
import Reports

/// `evalbench report`: renders a run's page again, from its record and its stored crops alone.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Renders a run's report again, from its record and its stored crops.",
    discussion: """
      Needs no images: compare.json and the folder 'crops' are enough. A gate.json or selftest.json in the run's folder, or \
      in its folder 'gate', is shown as well. The last line of the output is the report's path. docs/report.md tells how to \
      link into a report.
      """)

  enum Layout: String, CaseIterable, ExpressibleByArgument { case file, dir }

  @Option(help: "The folder of a run, or its compare.json.")
  var from: String

  @Option(
    help:
      "Where to write: a file, or with --layout dir a folder. Default: report.html, or 'report', in the run's folder; with --redact report-redacted."
  )
  var output: String?

  @Option(
    help:
      "file: one page with everything in it. dir: style, script and pictures as files, for servers whose policy forbids code in pages."
  )
  var layout = Layout.file

  @Option(help: "An older run; what changed against it is shown first.")
  var against: String?

  @Option(help: "The gate.json of a gate on this run, or the folder that has it.")
  var gate: String?

  @Option(help: "The selftest.json of 'evalbench selftest', or the folder that has it.")
  var selftest: String?

  @Option(
    parsing: .unconditional,
    help: "The size in MB that the page keeps to; crops that do not fit are left out and named.")
  var maxSize = 10.0

  @Flag(
    help:
      "For strangers: no paths, names of files, machines or people, and no places on the sky, in the page or in the data that it carries. Written as report-redacted."
  )
  var redact = false

  @Flag(help: "Opens the report in the browser.")
  var open = false

  func run() throws {
    guard maxSize.isFinite, maxSize > 0, maxSize <= 2000 else {
      throw UsageError("--max-size \(maxSize): give megabytes, more than 0 and at most 2000")
    }
    let (folder, record) = try StoredRun.read(from, flag: "--from")
    var reporter = HTMLReporter()
    reporter.budget = Int(maxSize * 1e6)
    reporter.companions.older = try against.map { try StoredRun.read($0, flag: "--against").record }
    reporter.companions.gate = try StoredRun.gate(gate, beside: folder)
    reporter.companions.selftest = try StoredRun.selftest(selftest, beside: folder)
    reporter.isRedacted = redact
    let assets = StoredRun.assets(in: folder)
    let path: String
    switch layout {
    case .file:
      path = output ?? folder + (redact ? "/report-redacted.html" : "/" + HTMLReporter.fileName)
      let bytes = try reporter.render(record, assets: assets)
      try Self.checkSize(bytes.count, limit: maxSize)
      try AtomicFile.write(bytes, to: path)
    case .dir:
      let parent = output ?? folder + (redact ? "/report-redacted" : "/report")
      let files = try reporter.files(record, assets: assets)
      try Self.checkSize(files.reduce(0) { $0 + $1.bytes.count }, limit: maxSize)
      try Self.write(files, to: parent)
      path = parent + "/" + HTMLReporter.fileName
    }
    try ReportsIndex.update(beside: folder)
    try Console.result("report: \(path)")
    if open { Browser.open(path) }
  }

  /// Warns of pages that are slow to open, and refuses what no browser shows.
  private static func checkSize(_ bytes: Int, limit: Double) throws {
    let megabytes = Double(bytes) / 1e6
    if megabytes > 100, megabytes > limit {
      throw RunError(
        "the report would have \(Int(megabytes)) MB without a single crop; raise --max-size if you want it all the same"
      )
    }
    if megabytes > max(25, limit) {
      Console.note("warning: the report has \(Int(megabytes)) MB and will be slow to open")
    }
  }

  /// The page last, so that it never shows with files missing.
  private static func write(_ files: [(path: String, bytes: [UInt8])], to parent: String) throws {
    for (path, bytes) in files.reversed() {
      let file = parent + "/" + path
      let folder = (file as NSString).deletingLastPathComponent
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw RunError("\(folder): cannot be created (\(error.localizedDescription))")
      }
      try AtomicFile.write(bytes, to: file)
    }
  }
}
