import ArgumentParser
import AstroImages
import Evaluation
import Foundation
import Gating
import Kernels

/// `evalbench baseline`: the release that candidates are compared with.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Saves, shows, compares and promotes baselines: small files for git.",
    subcommands: [
      BaselineSave.self, BaselineList.self, BaselineShow.self, BaselineDiff.self,
      BaselinePromote.self, BaselineVerify.self,
    ])
}

extension Baseline {
  /// Writes the file whole or not at all.
  fileprivate func write(to path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try AtomicFile.write(try bytes, to: path)
  }

  fileprivate var line: String {
    let promoted = promotion.map { ", promoted by \($0.by) at \($0.at): \($0.reason)" } ?? ""
    return
      "\(name)\t\(candidate.specification)\t\(images.count) images, \(Set(images.map(\.target)).count) targets\t\(values.count) metrics\t\(createdAt)\(promoted)"
  }
}

/// `evalbench baseline save --candidate X FILE`.
struct BaselineSave: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Writes a candidate's values image by image.")

  @Argument(help: "The file to write, such as baselines/released.json.")
  var file: String

  @OptionGroup var source: GateConfigurationOptions

  @Option(help: "The folder of a run, or a model, which is scored on the configured frames.")
  var candidate: String

  @Option(help: "Which candidate of the run; default its winner.")
  var name: String?

  @Option(help: "What the baseline is called; default the candidate's name.")
  var label: String?

  @Flag(help: "Keep the checks' further figures, for rules that compare a 'part'.")
  var parts = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Option(help: "The folder of measurements that are known already.")
  var cache = ResultCache.defaultFolder

  func run() throws {
    guard force || !FileManager.default.fileExists(atPath: file) else {
      throw UsageError(
        "\(file): is there already; choose another name and 'promote' it, or give --force")
    }
    let configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: ProcessInfo.processInfo.environment)
    Parallel.threads = ProcessInfo.processInfo.activeProcessorCount
    Interruption.listen()
    let found = try GateCandidate(
      candidate, configuration,
      .init(
        name: name, native: nil, limit: nil, threads: Parallel.threads,
        cache: ResultCache(folder: cache), events: GateEvents(isOn: false), isQuiet: false))
    let subject = try found.subject()
    guard !subject.images.isEmpty, !subject.values.isEmpty else {
      throw RunError("\(candidate): has no value on any test image; there is nothing to save")
    }
    let now = GateLookup.today(ProcessInfo.processInfo.environment)
    let baseline = Baseline(
      subject, name: label ?? subject.name, parts: parts,
      createdAt: ISO8601DateFormatter().string(from: now),
      evalbenchVersion: EvalBenchVersion.current)
    try baseline.write(to: file)
    try Console.result("saved \(file): \(baseline.line)")
  }
}

/// `evalbench baseline list [FOLDER]`.
struct BaselineList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the baselines of a folder.")

  @Argument(help: "The folder.")
  var folder = "baselines"

  func run() throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw RunError("\(folder): no such folder; 'evalbench baseline save' makes one")
    }
    for name in names.sorted() where name.hasSuffix(".json") {
      let path = folder + "/" + name
      do {
        try Console.result("\(path)\t\(try Baseline(file: path).line)")
      } catch let error as NotComparable {
        Console.note("\(error)")
      }
    }
  }
}

/// `evalbench baseline show FILE`.
struct BaselineShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a baseline: where it comes from, and its means.")

  @Argument(help: "The file.")
  var file: String

  func run() throws {
    let baseline = try Baseline(file: file)
    try Console.result(baseline.line)
    try Console.result("test set \(baseline.testSetSHA256), used \(baseline.testSetUses) times")
    for (metric, values) in baseline.values.sorted(by: { $0.key < $1.key }) {
      let mean =
        values.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } / Double(values.count)
      try Console.result("\(metric)\tmean \(decimal(mean, 4))\t\(values.count) images")
    }
  }
}

/// `evalbench baseline diff A B`.
struct BaselineDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two baselines metric by metric, paired by image.")

  @Argument(help: "The older file.")
  var old: String

  @Argument(help: "The newer file.")
  var new: String

  func run() throws {
    let (a, b) = (try Baseline(file: old), try Baseline(file: new))
    guard a.testSetSHA256 == b.testSetSHA256 else {
      throw NotComparable("\(old) and \(new) were measured on different frames")
    }
    for metric in Set(a.values.keys).union(b.values.keys).sorted() {
      guard let before = a.values[metric], let after = b.values[metric] else {
        try Console.result("\(metric)\tonly in \(a.values[metric] == nil ? new : old)")
        continue
      }
      let check = String(metric.split(separator: " / ")[0])
      guard a.signatures[check] == b.signatures[check] else {
        try Console.result("\(metric)\tnot comparable: another definition")
        continue
      }
      let differences = before.keys.sorted().compactMap { image in
        after[image].flatMap { value in before[image].map { value - $0 } }
      }
      guard !differences.isEmpty else { continue }
      let mean = differences.reduce(0, +) / Double(differences.count)
      let (up, down) = (differences.count { $0 > 0 }, differences.count { $0 < 0 })
      try Console.result(
        "\(metric)\t\(mean >= 0 ? "+" : "")\(decimal(mean, 4))\t\(up) images up, \(down) down, \(differences.count - up - down) equal"
      )
    }
  }
}

/// `evalbench baseline promote NEW --to RELEASED --reason WHY`.
struct BaselinePromote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Makes a baseline the one that candidates are compared with, and notes who and why.")

  @Argument(help: "The baseline to promote.")
  var file: String

  @Option(help: "The file that becomes it.")
  var to: String

  @Option(help: "Why.")
  var reason: String

  @Option(help: "Who; default the user of this machine.")
  var by: String?

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw UsageError("--reason: say why; the file keeps it")
    }
    guard let who = by ?? environment["GITHUB_ACTOR"] ?? environment["USER"], !who.isEmpty else {
      throw UsageError("--by: say who promotes; this machine names no user")
    }
    var baseline = try Baseline(file: file)
    try baseline.verify()
    let now = GateLookup.today(environment)
    baseline.promotion = .init(
      by: who, reason: reason, at: ISO8601DateFormatter().string(from: now))
    if let released = try? Baseline(file: to), released.testSetSHA256 == baseline.testSetSHA256 {
      baseline.testSetUses = released.testSetUses + 1
    }
    try baseline.write(to: to)
    try Console.result("promoted \(file) to \(to): \(baseline.line)")
  }
}

/// `evalbench baseline verify FILE`.
struct BaselineVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Checks that a baseline agrees with itself, and with --candidate that it can be compared with a run."
  )

  @Argument(help: "The file.")
  var file: String

  @Option(help: "The folder of a run.")
  var candidate: String?

  func run() throws {
    let baseline = try Baseline(file: file)
    try baseline.verify()
    if let candidate {
      guard let stored = try GateCandidate.stored(candidate) else {
        throw UsageError("\(candidate): is no folder of a run")
      }
      guard let first = stored.record.candidates.first,
        let subject = GateSubject(first.name, in: stored.record)
      else { throw RunError("\(candidate): has no candidate") }
      try baseline.checkComparable(with: subject)
    }
    try Console.result("\(file): sound; \(baseline.line)")
  }
}
