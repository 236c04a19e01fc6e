import ArgumentParser
import Evaluation
import Foundation
import Gating
import Kernels

/// `evalbench gate run`, the default: judges one candidate.
struct GateRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Judges a candidate (the default).")

  enum MessageFormat: String, CaseIterable, ExpressibleByArgument { case text, json }
  enum FailOn: String, CaseIterable, ExpressibleByArgument { case error, warn }

  @OptionGroup var source: GateConfigurationOptions

  @Option(
    help:
      "What is judged: the folder of a run of compare, or a .safetensors or .onnx file, which is scored now."
  )
  var candidate: String?

  @Option(help: "Which candidate of the run; default its winner.")
  var name: String?

  @Option(help: "The baseline file that it is compared with.")
  var baseline: String?

  @Option(help: "The file that the candidate was exported from, for rules of kind parity.")
  var native: String?

  @Option(help: "The folder to write to. Default: reports/<UTC time>-gate.")
  var output: String?

  @Option(
    name: .customLong("out"),
    help: "One format to another place, such as junit=build/gate.xml; may be repeated.")
  var outs: [String] = []

  @Option(help: "What fails the gate: error, or warn as well (exit code 5).")
  var failOn: FailOn?

  @Flag(help: "Says everything and exits with 0 for verdicts, to let a project adopt the gate.")
  var warnOnly = false

  @Option(parsing: .unconditional, help: "Scores the first images alone; stamped SUBSET.")
  var limit: Int?

  @Option(help: "The folder of measurements that are known already.")
  var cache = ResultCache.defaultFolder

  @Flag(help: "Measures everything again and keeps nothing.")
  var noCache = false

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Verdicts do not depend on it.")
  var threads = 0

  @Option(help: "text, or json: one line of JSON an event on stdout.")
  var messageFormat = MessageFormat.text

  @Flag(help: "Only the last line on stdout; failures still show on stderr.")
  var quiet = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    try Preflight.use(threads: threads)
    guard limit.map({ $0 >= 1 }) ?? true else {
      throw UsageError("--limit \(limit ?? 0): give a number of images, at least 1")
    }
    let formats = try outs.map { try GateFolder.parse(out: $0) }
    var configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: environment)
    if let failOn { configuration.policy.failOn = failOn == .warn ? .warn : .error }
    if let baseline { configuration.baseline.path = baseline }
    guard let candidate = candidate ?? configuration.candidate else {
      throw UsageError(
        "--candidate: name what is to be judged, or write 'candidate:' into \(configuration.path)")
    }
    guard FileManager.default.fileExists(atPath: candidate) || !candidate.contains("/") else {
      throw UsageError("\(candidate): no such file or folder; give a model or the folder of a run")
    }
    Interruption.listen()
    Console.note(
      "rules: \(configuration.path) (\(configuration.rules.count { $0.severity != .off }) rules)")
    do {
      try judge(candidate, configuration, formats, environment)
    } catch let error {
      if let code = Self.undecidedCode(error) {
        // Best effort: where nothing can be written, that is the error already.
        try? leave(
          .undecided(
            exitCode: code, reason: "\(error)", candidate: candidate, configuration: configuration,
            circumstances: circumstances(environment)), formats, environment)
      }
      try closing(error, candidate)
      throw error
    }
  }

  private func judge(
    _ candidate: String, _ configuration: GateConfiguration,
    _ formats: [(format: any GateOutput.Type, path: String)], _ environment: [String: String]
  ) throws {
    let events = GateEvents(isOn: messageFormat == .json)
    // A baseline that is not there is known before anything is computed.
    let known = try storedBaseline(configuration)
    let found = try GateCandidate(
      candidate, configuration,
      .init(
        name: name, native: native, limit: limit, threads: Parallel.threads,
        cache: noCache ? nil : ResultCache(folder: cache), events: events, isQuiet: quiet))
    let now = GateLookup.today(environment)
    let input = GateInput(
      subject: try found.subject(), others: found.others, baseline: known,
      today: Day(secondsSince1970: now.timeIntervalSince1970),
      runner: environment["EVALBENCH_RUNNER"])
    var circumstances = circumstances(environment)
    circumstances.artefactSHA256 = found.artefactSHA256
    circumstances.isSubset = found.isSubset
    circumstances.cachedImages = found.cachedImages
    let result = try GateJudge(configuration, input).result(circumstances)
    let folder = GateFolder(path: output ?? RunFolder.defaultPath(preset: "gate", at: Date()))
    try folder.write(
      result, record: found.folder == nil ? found.record : nil, shown: found.record,
      from: found.folder)
    try GateFolder.write(result, outs: formats)
    try folder.tellGitHub(result, environment: environment)
    try show(result, folder, environment, events)
    if result.exitCode != 0 { throw ExitCode(result.exitCode) }
  }

  private func circumstances(_ environment: [String: String]) -> GateJudge.Circumstances {
    var circumstances = GateJudge.Circumstances(
      evalbenchVersion: EvalBenchVersion.current,
      decidedAt: ISO8601DateFormatter().string(from: GateLookup.today(environment)))
    circumstances.isWarnOnly = warnOnly
    circumstances.isSubset = limit != nil
    return circumstances
  }

  /// Leaves files that say why nothing was decided, so that CI never shows an older verdict.
  private func leave(
    _ result: GateResult, _ formats: [(format: any GateOutput.Type, path: String)],
    _ environment: [String: String]
  ) throws {
    let folder = GateFolder(path: output ?? RunFolder.defaultPath(preset: "gate", at: Date()))
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

  private func storedBaseline(_ configuration: GateConfiguration) throws -> Baseline? {
    guard let path = configuration.baseline.path else { return nil }
    let isMissing = !FileManager.default.fileExists(atPath: path)
    if isMissing, configuration.baseline.missing == .firstRelease { return nil }
    return try Baseline(file: path)
  }

  private func show(
    _ result: GateResult, _ folder: GateFolder, _ environment: [String: String],
    _ events: GateEvents
  ) throws {
    let troubled = result.rules.filter { $0.blocking }
    if messageFormat == .json {
      result.rules.forEach(events.ruleEvaluated)
      events.runComplete(result)
    } else if !quiet {
      for line in GateText.lines(result) { try Console.result(line) }
      if environment["GITHUB_ACTIONS"] == "true" {
        for line in Annotations.gitHub(result) { try Console.result(line) }
      }
      try Console.result("results: \(folder.path)")
    }
    if quiet || messageFormat == .json {
      for entry in troubled {
        Console.note(
          "\(entry.verdict.rawValue) \(entry.rule) (\(entry.criterion)): \(entry.message)")
      }
    }
    if messageFormat == .text { try Console.result(result.lastLine) }
  }

  /// The last line of a gate that could not decide; usage errors leave stdout alone.
  private func closing(_ error: any Error, _ candidate: String) throws {
    guard messageFormat == .text else { return }
    let (word, code): (String, Int32)
    switch error {
    case is ExitCode, is UsageError, is ConfigurationProblems: return
    case is NotComparable: (word, code) = ("NOT-COMPARABLE", 4)
    case is Interrupted: (word, code) = ("INTERRUPTED", Interruption.exitCode)
    default: (word, code) = ("ERROR", 2)
    }
    try Console.result(
      "evalbench gate: \(word)  (nothing decided) candidate=\(candidate) baseline=\(baseline ?? "none") exit=\(code)"
    )
  }
}
