import Evaluation
import Gating
import Testing

private let good = "good: [error, {metric: quality, min: 30 dB}]"
private let bad = "bad: [SEVERITY, {metric: loss, max: 0.1}]"
private let values = ["quality": around(40), "loss": around(0.5)]

@Suite("Verdicts and exit codes")
struct VerdictTests {
  private func result(
    _ rules: [String], _ more: String = "", values: [String: [Double]] = values,
    today: String = "2026-11-22", images: Int = 10, sensors: [String] = ["a"]
  ) throws -> GateResult {
    try SmallRecord.result(
      "\(more)\nrules: {\(rules.joined(separator: ", "))}", values, today: today, images: images,
      sensors: sensors)
  }

  @Test("severities: error fails, warn warns, info notes, off is silent")
  func severities() throws {
    func with(_ severity: String, _ more: String = "") throws -> GateResult {
      try result([good, bad.replacing("SEVERITY", with: severity)], more)
    }
    #expect(try with("error").exitCode == 1)
    #expect(try with("error").verdict == .fail)
    let warned = try with("warn")
    #expect(warned.exitCode == 0 && warned.verdict == .warn && warned.passed)
    let strict = try with("warn", "policy: {fail_on: warn}")
    #expect(strict.exitCode == 5 && !strict.passed)
    let noted = try with("info", "policy: {fail_on: warn}")
    #expect(noted.exitCode == 0 && noted.verdict == .pass)
    #expect(try with("off").rules.count == 1)
  }

  @Test("an empty test set never passes, whatever the policy", arguments: ["fail", "warn", "pass"])
  func empty(_ policy: String) throws {
    let more = "policy: {on_missing: \(policy), on_inconclusive: \(policy)}"
    for rules in [[good], [good, "r: [error, {metric: parameters, max: 2000}]"], []] {
      let empty = try result(rules, more, images: 0)
      #expect(empty.exitCode == 3 && !empty.passed, "\(empty.lastLine)")
      #expect(empty.verdict == .notRun)
    }
  }

  @Test("a gate without a rule that was decided passes nothing", arguments: ["warn", "pass"])
  func vacuous(_ policy: String) throws {
    let more = "policy: {on_missing: \(policy), on_inconclusive: \(policy)}"
    let unmeasured = try result([good], more, values: ["loss": around(0.5)])
    #expect(unmeasured.exitCode == 3, "\(unmeasured.lastLine)")
    let tooFew = try result([good], more, images: 3)
    #expect(tooFew.exitCode == 3, "\(tooFew.lastLine)")
    #expect(
      try result(["good: off"].map { _ in "good: [off, {metric: quality, min: 1}]" }).exitCode == 3)
    #expect(try result([]).exitCode == 3)
  }

  @Test("a check that failed on one image is never outvoted by the others")
  func failedRow() throws {
    let broken = try result([good], values: ["quality": [.nan] + around(40, count: 9)])
    #expect(broken.rules.first?.outcome == .notRun)
    #expect(broken.rules.first?.message.contains("image-0: broke") == true)
    #expect(broken.exitCode == 3)
    let worse = try result([good], values: ["quality": [.nan] + around(20, count: 9)])
    #expect(worse.exitCode == 1)
  }

  @Test("policies decide what is missing and what is not decided")
  func policies() throws {
    let open = "open: [error, {metric: drift, abs_max: 2 %}]"
    #expect(try result([good, open]).exitCode == 3)
    #expect(try result([good, open], "policy: {on_missing: warn}").verdict == .warn)
    #expect(try result([good, open], "policy: {on_missing: pass}").exitCode == 0)
    var spanning = values
    spanning["drift"] = around(2, spread: 1)
    #expect(try result([good, open], values: spanning).verdict == .inconclusive)
    #expect(
      try result([good, open], "policy: {on_inconclusive: warn}", values: spanning).exitCode == 0)
    // A failure outranks what is not decided.
    #expect(
      try result([bad.replacing("SEVERITY", with: "error"), open], values: spanning).exitCode == 1)
  }

  @Test("a waiver holds until its day and fails after it")
  func waivers() throws {
    let waiver = """
      waivers: [{rule: bad, reason: known, owner: me, expires: 2026-12-31}]
      """
    let rules = [good, bad.replacing("SEVERITY", with: "error")]
    let waived = try result(rules, waiver)
    #expect(waived.exitCode == 0 && waived.counts.waived == 1)
    #expect(waived.rules[1].verdict == .waived && waived.rules[1].waiver?.owner == "me")
    #expect(waived.lastLine.contains("1 waived"))
    #expect(try result(rules, waiver, today: "2026-12-31").exitCode == 0)
    let expired = try result(rules, waiver, today: "2027-01-01")
    #expect(expired.exitCode == 1)
    #expect(
      expired.rules.contains {
        $0.rule == "waiver/bad" && $0.message.contains("expired on 2026-12-31")
      })
    // What passes by itself needs no waiver.
    let idle = try result(
      [good], "waivers: [{rule: good, reason: known, owner: me, expires: 2026-12-31}]")
    #expect(idle.notes.contains { $0.contains("not needed any more") })
  }

  @Test("a waiver for a slice covers that slice alone")
  func slicedWaiver() throws {
    let more = """
      slices: [{by: sensor, rules: [bad], min_groups: 2}]
      waivers: [{rule: bad, slice: {sensor: b}, reason: known, owner: me, expires: 2026-12-31}]
      """
    let result = try result(
      [good, bad.replacing("SEVERITY", with: "error")], more, sensors: ["a", "b"])
    let verdicts = Dictionary(
      result.rules.filter { $0.rule == "bad" }.map { ($0.sliceText, $0.verdict) }
    ) { first, _ in first }
    #expect(verdicts == ["all images": .fail, "sensor=a": .fail, "sensor=b": .waived])
  }

  @Test("slices are judged one by one, and too few groups are said, not hidden")
  func slices() throws {
    var half = around(40)
    for index in stride(from: 1, to: 10, by: 2) { half[index] = 20 + 0.1 * Double(index) }
    func slices(_ more: String) throws -> [String: Outcome] {
      let result = try result(
        ["good: [error, {metric: quality, min: 30 dB, decide: estimate}]"],
        "slices: [{by: sensor, rules: [good], \(more)}]", values: ["quality": half],
        sensors: ["a", "b"])
      return Dictionary(result.rules.map { ($0.sliceText, $0.outcome) }) { first, _ in first }
    }
    #expect(
      try slices("min_groups: 4") == ["all images": .pass, "sensor=a": .pass, "sensor=b": .fail])
    #expect(try slices("min_groups: 6")["sensor=a"] == .inconclusive)
    #expect(try slices("min_groups: 6, on_too_few: skip")["sensor=a"] == .skipped)
  }

  @Test("the gap between one camera and the rest has a limit")
  func gap() throws {
    var half = around(40)
    for index in stride(from: 1, to: 10, by: 2) { half[index] -= 3 }
    func outcome(_ limit: Double) throws -> Outcome? {
      try result(
        [good],
        "slices: [{by: sensor, min_groups: 4, max_gap: {metric: quality, max: \(limit) dB}}]",
        values: ["quality": half], sensors: ["a", "b"]
      ).rules.first { $0.rule == "gap" && $0.sliceText == "sensor=b" }?.outcome
    }
    #expect(try outcome(1) == .fail)
    #expect(try outcome(5) == .pass)
  }

  @Test("rules for some images skip the others, and say so when there are none")
  func condition() throws {
    func entry(_ kind: String) throws -> GateEntry? {
      try result([
        good, "r: [error, {metric: quality, min: 30, only_if: {scene: \(kind)}, min_groups: 4}]",
      ])
      .rules.last
    }
    #expect(try entry("nebula")?.outcome == .pass)
    #expect(try entry("nebula")?.images == 5)
    #expect(try entry("comet")?.outcome == .skipped)
    let onlyRunner = try result(["r: [error, {metric: parameters, max: 1, only_if: runner=box}]"])
    #expect(onlyRunner.rules.first?.outcome == .skipped)
    #expect(onlyRunner.exitCode == 3)
  }

  @Test("the last line can be searched for")
  func lastLine() throws {
    let line = try result([good, bad.replacing("SEVERITY", with: "error")]).lastLine
    #expect(
      line
        == "evalbench gate: FAIL  (1 failed, 0 inconclusive, 0 warned, 0 waived, 1 passed) candidate=x baseline=none exit=1"
    )
  }
}
