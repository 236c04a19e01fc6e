import ArgumentParser
import Evaluation
import Foundation
import Gating

/// Judges what was scored, writes and tells the verdict, and picks the exit code.
struct GateDecision {
  let options: GateVerdictOptions
  let configuration: GateConfiguration
  let environment: [String: String]
  /// What was asked to be judged, as messages name it.
  let candidate: String
  let isSubset: Bool
  let events: GateEvents
  private let formats: [(format: any GateOutput.Type, path: String)]

  init(
    options: GateVerdictOptions, configuration: GateConfiguration, environment: [String: String],
    candidate: String, isSubset: Bool
  ) throws {
    self.options = options
    self.configuration = configuration
    self.environment = environment
    self.candidate = candidate
    self.isSubset = isSubset
    events = GateEvents(isOn: options.messageFormat == .json)
    formats = try options.outs.map { try GateFolder.parse(out: $0) }
    Console.note(
      "rules: \(configuration.path) (\(configuration.rules.count { $0.severity != .off }) rules)")
  }

  private var folder: GateFolder {
    GateFolder(path: options.output ?? RunFolder.defaultPath(preset: "gate", at: Date()))
  }

  /// Does what may fail, and leaves files and a last line that say so when it does.
  func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error {
      if let code = Self.undecidedCode(error) {
        // Best effort: where nothing can be written, that is the error already.
        try? write(
          .undecided(
            exitCode: code, reason: "\(error)", candidate: candidate, configuration: configuration,
            circumstances: circumstances))
      }
      try closing(error)
      throw error
    }
  }

  /// Answers every rule of what `find`, told whether there is a baseline, scores or reads.
  func judge(_ find: (_ hasBaseline: Bool) throws -> GateCandidate) throws {
    // A baseline that is not there is known before anything is computed.
    let baseline = try storedBaseline()
    let found = try find(baseline != nil)
    let now = GateLookup.today(environment)
    let input = GateInput(
      subject: try found.subject(), others: found.others, baseline: baseline,
      today: Day(secondsSince1970: now.timeIntervalSince1970),
      runner: environment["EVALBENCH_RUNNER"])
    var circumstances = circumstances
    circumstances.artefactSHA256 = found.artefactSHA256
    circumstances.nativeSHA256 = found.nativeSHA256
    circumstances.isSubset = found.isSubset
    circumstances.cachedImages = found.cachedImages
    circumstances.notes = found.notes
    let result = try GateJudge(configuration, input).result(circumstances)
    let folder = folder
    try folder.write(
      result, record: found.folder == nil ? found.record : nil, shown: found.record,
      from: found.folder)
    try GateFolder.write(result, outs: formats)
    try folder.tellGitHub(result, environment: environment)
    try show(result, folder)
    if result.exitCode != 0 { throw ExitCode(result.exitCode) }
  }

  /// Keeps a shard for the merge that will judge it.
  func keep(_ shard: GateShard) throws {
    let path = try folder.write(shard)
    if options.messageFormat == .json {
      events.shardComplete(shard)
    } else {
      if !options.quiet { try Console.result("shard: \(path)") }
      try Console.result(shard.lastLine)
    }
  }

  private var circumstances: GateJudge.Circumstances {
    var circumstances = GateJudge.Circumstances(
      evalbenchVersion: EvalBenchVersion.current,
      decidedAt: ISO8601DateFormatter().string(from: GateLookup.today(environment)))
    circumstances.isWarnOnly = options.warnOnly
    circumstances.isSubset = isSubset
    return circumstances
  }

  private func write(_ result: GateResult) throws {
    let folder = folder
    try folder.write(result)
    try GateFolder.write(result, outs: formats)
    try folder.tellGitHub(result, environment: environment)
  }

  /// The exit code of an error that leaves files: usage errors and interruptions do not.
  private static func undecidedCode(_ error: any Error) -> Int32? {
    switch error {
    case is ExitCode, is UsageError, is ConfigurationProblems, is Interrupted: nil
    case is NotComparable: 4
    default: 2
    }
  }

  private func storedBaseline() throws -> Baseline? {
    guard let path = configuration.baseline.path else { return nil }
    let isMissing = !FileManager.default.fileExists(atPath: path)
    if isMissing, configuration.baseline.missing == .firstRelease { return nil }
    return try Baseline(file: path)
  }

  private func show(_ result: GateResult, _ folder: GateFolder) throws {
    if options.messageFormat == .json {
      result.rules.forEach(events.ruleEvaluated)
      events.runComplete(result)
    } else if !options.quiet {
      for line in GateText.lines(result) { try Console.result(line) }
      if environment["GITHUB_ACTIONS"] == "true" {
        for line in Annotations.gitHub(result) { try Console.result(line) }
      }
      try Console.result("results: \(folder.path)")
    }
    if options.quiet || options.messageFormat == .json {
      for entry in result.rules where entry.blocking {
        Console.note(
          "\(entry.verdict.rawValue) \(entry.rule) (\(entry.question)): \(entry.message)")
      }
    }
    if options.messageFormat == .text { try Console.result(result.lastLine) }
  }

  /// The last line of a gate that could not decide; usage errors leave stdout alone.
  private func closing(_ error: any Error) throws {
    guard options.messageFormat == .text else { return }
    let (word, code): (String, Int32)
    switch error {
    case is ExitCode, is UsageError, is ConfigurationProblems: return
    case is NotComparable: (word, code) = ("NOT-COMPARABLE", 4)
    case is Interrupted: (word, code) = ("INTERRUPTED", Interruption.exitCode)
    default: (word, code) = ("ERROR", 2)
    }
    try Console.result(
      "evalbench gate: \(word)  (nothing decided) candidate=\(candidate) baseline=\(options.baseline ?? "none") exit=\(code)"
    )
  }
}
