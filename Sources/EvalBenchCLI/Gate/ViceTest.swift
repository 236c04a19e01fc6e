import Checks
import Evaluation
import Foundation
import Gating
import Kernels
import Vices

/// Judges deliberately bad denoisers, and an honest one, by the same rules.
struct ViceTest {
  static let honest = "honest"
  /// What the honest one is compared with: as honest, and weaker.
  static let weaker = "weaker"
  static let weakerShare: Float = 0.35
  /// The honest one with the test's skies among those that it learnt from.
  static let taught = "taught-the-test"

  let configuration: GateConfiguration
  let vices: [any Vice.Type]

  /// What one denoiser came to.
  struct Finding {
    var name: String
    var summary: String
    /// The rule that must fail; `nil` for the honest one.
    var rule: String?
    var result: GateResult

    /// Whether it is as it must be: its rule fails, or, for the honest one, everything passes.
    var isAsExpected: Bool {
      guard let rule else { return result.exitCode == 0 }
      return result.exitCode == 1
        && result.rules.contains { $0.rule == rule && $0.outcome == .fail && $0.blocking }
    }
  }

  struct Report {
    var findings: [Finding]
    /// Vices whose rule the configuration does not have: they prove nothing.
    var withoutRule: [String]

    var isSound: Bool { !findings.isEmpty && findings.allSatisfy(\.isAsExpected) }

    func lines(isVerbose: Bool) -> [String] {
      var lines: [String] = []
      for finding in findings {
        var failed: [String] = []
        for entry in finding.result.rules
        where entry.outcome == .fail && !failed.contains(entry.rule) { failed.append(entry.rule) }
        let words = finding.isAsExpected ? "ok" : "NOT OK"
        if let rule = finding.rule {
          lines.append(
            "\(words.padded(7)) \(finding.name) (\(finding.summary)): must fail \(rule); failed \(failed.isEmpty ? "nothing" : failed.joined(separator: ", "))"
          )
        } else {
          lines.append(
            "\(words.padded(7)) \(finding.name) (\(finding.summary)): must pass; \(finding.result.counts.text)"
          )
        }
        for entry in finding.result.rules {
          let isInteresting =
            !finding.isAsExpected
            && (finding.rule == nil ? entry.outcome != .pass : entry.rule == finding.rule)
          guard isVerbose || isInteresting else { continue }
          lines.append("          \(entry.verdict.rawValue) \(entry.rule): \(entry.message)")
        }
      }
      for name in withoutRule {
        lines.append("skipped \(name): these rules have none that is about it")
      }
      return lines
    }

    var lastLine: String {
      let bad = findings.filter { !$0.isAsExpected }.map(\.name)
      return
        "evalbench gate selftest: \(isSound ? "SOUND" : "NOT SOUND")  (\(findings.count - bad.count) of \(findings.count) as expected\(bad.isEmpty ? "" : "; not: \(bad.joined(separator: ", "))"), \(withoutRule.count) without a rule) exit=\(isSound ? 0 : 1)"
    }
  }

  func run(on recipes: [GateScenes.Recipe]) throws -> Report {
    let active = Set(configuration.rules.filter { $0.severity == .error }.map(\.id))
    let chosen = vices.filter { $0.rule.map(active.contains) ?? false }
    let names =
      [Self.honest, Self.weaker, "identity"] + chosen.map { $0.id }.filter { $0 != "identity" }
    let progress = Progress("selftest")
    let made = try parallelMap(recipes.count, threads: Parallel.threads) { index in
      let judged = try recipes[index].make()
      return (judged.record, Judge.hash(judged.scene.noisy), try rows(judged, names))
    }
    progress.finish("\(names.count) denoisers on \(recipes.count) skies")
    let record = RunRecord(
      title: "gate selftest", preset: "selftest", verdict: [], winner: nil,
      provenance: ProvenanceCollector.collect(
        startedAt: Date(), commandLine: [], configuration: CompareConfiguration(preset: .smoke),
        threads: Parallel.threads,
        data: made.map { .init(name: "input/" + $0.0.name, sha256: $0.1) }),
      checks: Checks.all.map(\.metadata),
      candidates: names.map {
        CandidateRecord(name: $0, kind: .file, specification: $0, summary: "")
      }, scenes: made.map(\.0), rows: made.flatMap(\.2), crops: [])
    var findings = [try finding(Self.honest, "the truth with a quarter of the noise", nil, record)]
    if let rule = configuration.rules.first(where: { $0.kind == .unseen && $0.severity == .error })
    {
      var taught = try finding(
        Self.honest, "the honest one, had it learnt from these skies", rule.id, record,
        training: .known(Self.lessons(record.scenes)))
      taught.name = Self.taught
      findings.append(taught)
    }
    for vice in chosen {
      findings.append(try finding(vice.id, vice.summary, vice.rule, record))
    }
    return Report(
      findings: findings,
      withoutRule: vices.filter { !($0.rule.map(active.contains) ?? false) }.map { $0.id })
  }

  private static func lessons(_ scenes: [SceneRecord]) -> TrainingData {
    TrainingData(
      learned: scenes.map {
        .init(target: $0.target, files: [], sensor: $0.sensor, filter: $0.filter)
      }, watched: [])
  }

  private func rows(_ judged: JudgedScene, _ names: [String]) throws -> [RunRecord.Row] {
    guard let piece = Workpiece(judged.scene) else {
      throw RunError("\(judged.record.name): vices need a truth, and it has none")
    }
    return names.flatMap { name in
      let output =
        switch name {
        case Self.honest: piece.honest
        case Self.weaker: piece.honest(noiseLeft: Self.weakerShare)
        default:
          Vices.all.first { $0.id == name }?.init().output(on: piece) ?? judged.scene.noisy
        }
      return Runner.rows(denoised: output, scene: judged.scene, checks: Checks.all).map {
        RunRecord.Row(
          candidate: name, seed: 1, scene: judged.record.name, split: .test, check: $0.check,
          outcome: $0.outcome)
      }
    }
  }

  private func finding(
    _ name: String, _ summary: String, _ rule: String?, _ record: RunRecord,
    training: TrainingKnowledge = .learnsNothing
  ) throws -> Finding {
    var configuration = configuration
    configuration.baseline = .init()
    configuration.waivers = []
    configuration.data.testSet = nil
    guard var subject = GateSubject(name, in: record),
      let weaker = GateSubject(Self.weaker, in: record)
    else { throw RunError("internal: the record lacks \(name)") }
    subject.training = training
    var others: [String: GateSubject] = [:]
    for candidate in record.candidates where candidate.name != name {
      others[candidate.name] = GateSubject(candidate.name, in: record)
    }
    if name == "identity" { others["identity"] = subject }
    let input = GateInput(
      subject: subject, others: others,
      baseline: Baseline(
        weaker, name: Self.weaker, parts: true, createdAt: "2026-01-01T00:00:00Z",
        evalbenchVersion: EvalBenchVersion.current),
      today: Day(secondsSince1970: Date().timeIntervalSince1970))
    return Finding(
      name: name, summary: summary, rule: rule,
      result: try GateJudge(configuration, input).result(
        .init(evalbenchVersion: EvalBenchVersion.current, decidedAt: "")))
  }
}
