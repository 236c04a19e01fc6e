import Foundation
import Gating
import TestSupport
import Testing

private let around = GatePlace.around

@Suite("evalbench gate's exit codes")
struct GateExitCodeTests {
  /// A place with a baseline, and a run to be judged.
  private func judged(
    psnr: [Double] = around(35, 0.1), starLoss: [Double] = around(0.01, 0.001), images: Int = 10,
    baseline: Bool = true, _ more: [String] = [], environment: [String: String] = [:]
  ) throws -> (Tool.Outcome, GatePlace) {
    let place = try GatePlace()
    try place.store("old")
    if baseline { try place.saveBaseline(of: "old") }
    try place.store("new", psnr: psnr, starLoss: starLoss, images: images)
    let arguments = ["--candidate", "new", "--baseline", "old.json"] + more
    return (try place.gate(arguments, environment: environment), place)
  }

  private func expect(
    _ outcome: Tool.Outcome, _ code: Int32, _ word: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.code == code, "\(outcome)", sourceLocation: sourceLocation)
    #expect(
      outcome.lastLine.hasPrefix("evalbench gate: \(word)  ("), "\(outcome)",
      sourceLocation: sourceLocation)
    #expect(
      outcome.lastLine.hasSuffix(" exit=\(code)"), "\(outcome)", sourceLocation: sourceLocation)
  }

  @Test("0: every rule passed")
  func pass() throws {
    let (outcome, place) = try judged()
    expect(outcome, 0, "PASS")
    #expect(
      outcome.lastLine
        == "evalbench gate: PASS  (0 failed, 0 inconclusive, 0 warned, 0 waived, 3 passed) candidate=net baseline=net exit=0"
    )
    #expect(try place.result().passed)
  }

  @Test("0: warnings are told and let pass")
  func warning() throws {
    let (outcome, place) = try judged(starLoss: around(0.2, 0.001))
    expect(outcome, 0, "WARN")
    #expect(outcome.output.contains("WARN          stars (max): star-loss mean 0.2 fraction"))
    #expect(try place.result().passed)
  }

  @Test("1: a rule failed, and everything is written all the same")
  func fail() throws {
    let (outcome, place) = try judged(psnr: around(33, 0.1))
    expect(outcome, 1, "FAIL")
    for part in [
      "psnr-display improvement -2 dB [", "not worse than the baseline by more than 0.5 dB",
      "n=10 targets", "because: A release does not fall behind.", "try: ", "rule: gate.yaml:3:3",
    ] { #expect(outcome.output.contains(part), "\(part)\n\(outcome)") }
    let result = try place.result()
    #expect(!result.passed && result.exitCode == 1)
    // The rows that passed are there too.
    #expect(result.rules.map(\.passed) == [false, true, true])
    for file in ["gate.junit.xml", "summary.md", "badge.json", "badge.svg", "gate.csv"] {
      #expect(place.place.exists("out/" + file))
    }
  }

  @Test("2: what cannot be read is no verdict")
  func unreadable() throws {
    let place = try GatePlace()
    try place.store("new")
    try Data("no model".utf8).write(to: URL(filePath: place.place("bad.safetensors")))
    expect(try place.gate(["--candidate", "bad.safetensors"]), 2, "ERROR")
    // Files say so too, so that no older verdict is read.
    let left = try place.result()
    #expect(left.verdict == .notRun && !left.passed && left.exitCode == 2 && left.rules.isEmpty)
    #expect(left.notes.count == 1 && left.notes[0].contains("bad.safetensors"))
    let junit = try String(
      contentsOf: URL(filePath: place.place("out/gate.junit.xml")), encoding: .utf8)
    #expect(junit.contains("errors=\"1\"") && junit.contains("<error "))
    try Data("{\"schema\":\"evalbench.compare/1\"}".utf8)
      .write(to: URL(filePath: place.place("new/compare.json")))
    expect(try place.gate(["--candidate", "new"]), 2, "ERROR")
    try FileManager.default.removeItem(atPath: place.place("new/compare.json"))
    expect(try place.gate(["--candidate", "new"]), 2, "ERROR")
    // Somewhere that cannot be written.
    try place.store("new")
    let full = try place.tool([
      "gate", "--config", "gate.yaml", "--candidate", "new", "--output", "/dev/null/x", "--set",
      "baseline.missing=first-release",
    ])
    expect(full, 2, "ERROR")
  }

  @Test("3: what is not decided does not pass")
  func inconclusive() throws {
    let (spanning, _) = try judged(psnr: around(34.6, 3))
    expect(spanning, 3, "INCONCLUSIVE")
    #expect(spanning.output.contains("targets would decide it, there are 10"))
    // Too few groups: the same figures, three targets.
    let few = try GatePlace()
    try few.store("old", images: 3)
    try few.saveBaseline(of: "old")
    let outcome = try few.gate(["--candidate", "old", "--baseline", "old.json"])
    expect(outcome, 3, "INCONCLUSIVE")
    #expect(outcome.output.contains("3 groups are too few to pass, 8 are needed"))
  }

  @Test("3: an empty test set never passes", arguments: ["fail", "warn", "pass"])
  func empty(_ policy: String) throws {
    let place = try GatePlace()
    try place.store("none", images: 0)
    let outcome = try place.gate([
      "--candidate", "none", "--set", "baseline.missing=first-release", "--set",
      "policy.on_missing=\(policy)", "--set", "policy.on_inconclusive=\(policy)",
    ])
    #expect(outcome.code == 3, "\(outcome)")
    #expect(outcome.lastLine.hasPrefix("evalbench gate: NOT-RUN RUBBER-STAMPED"), "\(outcome)")
    #expect(try place.result().passed == false)
    // Nothing to save as a baseline either.
    #expect(try place.tool(["baseline", "save", "b.json", "--candidate", "none"]).code == 2)
  }

  @Test("4: no baseline, other frames, another schema")
  func notComparable() throws {
    let (missing, _) = try judged(baseline: false, environment: ["CI": "true"])
    expect(missing, 4, "NOT-COMPARABLE")
    #expect(missing.errors.contains("old.json: there is no such baseline"))
    let (fewer, _) = try judged(images: 9)
    expect(fewer, 4, "NOT-COMPARABLE")
    #expect(fewer.errors.contains("image-9"))
    let place = try GatePlace()
    try place.store("new")
    try Data("{\"schema\":\"evalbench.baseline/0\"}".utf8)
      .write(to: URL(filePath: place.place("old.json")))
    expect(try place.gate(["--candidate", "new", "--baseline", "old.json"]), 4, "NOT-COMPARABLE")
  }

  @Test("4: that there is no baseline is told before anything is scored")
  func noBaseline() throws {
    let place = try GatePlace()
    let outcome = try place.gate(["--candidate", "median"])
    expect(outcome, 4, "NOT-COMPARABLE")
    #expect(outcome.errors.contains("gate.yaml:3:3: rule 'quality' compares with a baseline"))
    #expect(!outcome.errors.contains("scoring") && !place.place.exists(".evalbench"))
  }

  @Test("a first release is possible, and every output says what it is")
  func firstRelease() throws {
    let place = try GatePlace()
    try place.store("new")
    let outcome = try place.gate(["--candidate", "new", "--set", "baseline.missing=first-release"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.lastLine.contains("PASS RUBBER-STAMPED"))
    for file in ["summary.md", "badge.json", "badge.svg"] {
      let text = String(decoding: try place.place.bytes("out/" + file), as: UTF8.self).lowercased()
      #expect(text.contains("rubber-stamped"), "\(file)")
    }
    #expect(try place.result().rubberStamped)
    // Nothing was made a baseline on the way.
    #expect(!place.place.exists("old.json"))
  }

  @Test("5: warnings alone fail where that is asked for")
  func failOnWarn() throws {
    let (outcome, place) = try judged(starLoss: around(0.2, 0.001), ["--fail-on", "warn"])
    expect(outcome, 5, "WARN")
    #expect(try place.result().passed == false)
    // A failure outranks it.
    expect(
      try judged(psnr: around(33, 0.1), starLoss: around(0.2, 0.001), ["--fail-on", "warn"]).0, 1,
      "FAIL")
  }

  @Test("--warn-only says all and stops nothing but a gate that cannot be evaluated")
  func warnOnly() throws {
    let (outcome, place) = try judged(psnr: around(33, 0.1), ["--warn-only"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.lastLine.hasPrefix("evalbench gate: FAIL WARN-ONLY"))
    #expect(try place.result().passed == false)
    #expect(try judged(baseline: false, ["--warn-only"]).0.code == 4)
  }

  @Test(
    "64: a mistake is told before anything is computed, with its place",
    arguments: [
      (["--set", "polcy.fail_on=warn"], "did you mean 'policy'?"),
      (["--set", "rules.least.min=30 mag"], "psnr-display has the unit dB"),
      (["--set", "rules.least.metric=psnr-displya"], "did you mean 'psnr-display'?"),
      (["--set", "nonsense"], "is not path=value"),
      (["--config", "preset:relase"], "preset:release"),
      (["--config", "none.yaml"], "none.yaml"), (["--limit", "0"], "--limit 0"),
      (["--candidate", "folder/nothing"], "folder/nothing: no such file"),
      (["--candidate", "new", "--name", "nett"], "did you mean 'net'?"),
      (["--out", "junk=x"], "did you mean"), (["--fail-on", "never"], "never"),
    ])
  func usage(_ arguments: [String], _ hint: String) throws {
    let place = try GatePlace()
    try place.store("new")
    let before = try place.place.files(".")
    var all = ["gate"]
    if !arguments.contains("--config") { all += ["--config", "gate.yaml"] }
    if !arguments.contains("--candidate") { all += ["--candidate", "new"] }
    let outcome = try place.tool(all + arguments + ["--set", "baseline.missing=first-release"])
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains(hint), "\(outcome)")
    #expect(try place.place.files(".") == before)
  }

  @Test("64: a mistake in the file has its line and column")
  func place() throws {
    let place = try GatePlace(
      "schema: evalbench.gate/1\nrules:\n  a: [error, {metric: star-los, max: 1}]\n")
    for command in [["gate", "--candidate", "x"], ["gate", "validate"], ["gate", "explain"]] {
      let outcome = try place.tool(command + ["--config", "gate.yaml"])
      #expect(outcome.code == 64, "\(outcome)")
      #expect(
        outcome.errors.contains("gate.yaml:3:23: there is no metric 'star-los'"), "\(outcome)")
      #expect(outcome.errors.contains("did you mean 'star-loss'?"))
    }
  }

  @Test(
    "130 and 143: an interrupted gate says so and goes on where it was",
    arguments: [SIGINT, SIGTERM])
  func interrupted(_ signal: Int32) throws {
    let place = try GatePlace()
    let arguments = [
      "gate", "--config", "gate.yaml", "--candidate", "median", "--output", "out", "--set",
      "baseline.missing=first-release", "--set", "data.simulated.targets=60", "--set",
      "data.simulated.size=128",
    ]
    let running = try Tool.Running(
      arguments, environment: GatePlace.quiet, in: place.place.path)
    let cache = place.place(".evalbench/cache")
    while running.isRunning,
      (try? FileManager.default.subpathsOfDirectory(atPath: cache))?.count ?? 0 < 6
    {
      usleep(1000)
    }
    running.send(signal)
    let outcome = try running.wait()
    expect(outcome, 128 + signal, "INTERRUPTED")
    #expect(outcome.errors.contains("are kept in .evalbench/cache, the same command goes on"))
    #expect(!place.place.exists("out/gate.json"))
  }
}
