import Evaluation
import Gating
import Testing

@Suite("What a candidate has learnt from")
struct TrainingDataTests {
  private static let rules = """
    data: {unseen: [FACETS]}
    rules: {unseen-data: [error, {kind: unseen}], q: [error, {metric: quality, min: 30 dB}]}
    """

  private func frame(
    _ target: String, file: String? = nil, sensor: String? = "b", filter: String? = "L"
  ) -> TrainingData.Frame {
    .init(target: target, files: file.map { [$0] } ?? [], sensor: sensor, filter: filter)
  }

  private func result(
    _ training: TrainingKnowledge, by facets: String = "target",
    rules: String = TrainingDataTests.rules
  ) throws -> GateResult {
    try SmallRecord.result(
      rules.replacing("FACETS", with: facets), ["quality": around(40)], training: training)
  }

  private func known(_ learned: [TrainingData.Frame], watched: [TrainingData.Frame] = [])
    -> TrainingKnowledge
  { .known(TrainingData(learned: learned, watched: watched)) }

  @Test("targets that it never met pass, and the figures decide")
  func unseen() throws {
    let result = try result(known([frame("elsewhere")]))
    #expect(result.rules.map(\.outcome) == [.pass, .pass])
    #expect(result.exitCode == 0)
  }

  @Test("one target that it learnt from fails the gate, however good the figures are")
  func leak() throws {
    let result = try result(known([frame("elsewhere"), frame("target-3")]))
    let entry = try #require(result.rules.first)
    #expect(result.exitCode == 1)
    #expect(entry.outcome == .fail && entry.value == 0.1)
    #expect(
      entry.message
        == "1 of 10 images are known to it: 1 by target (target-3), which it learnt from")
    #expect(entry.worst.map(\.image) == ["image-3"])
  }

  @Test("targets that chose the best weights are known, too")
  func watched() throws {
    let entry = try result(known([frame("elsewhere")], watched: [frame("target-7")])).rules[0]
    #expect(entry.outcome == .fail)
    #expect(entry.message.hasSuffix("1 by target (target-7), which chose its best weights"))
  }

  @Test("the very file under another name is known")
  func file() throws {
    let record = SmallRecord.record(["x": ["quality": around(40)]])
    var copied = record
    copied.scenes[4].sha256 = String(repeating: "ab", count: 32)
    var subject = try #require(GateSubject("x", in: copied))
    subject.training = known([frame("renamed", file: String(repeating: "ab", count: 32))])
    let configuration = try SmallRecord.configuration(
      Self.rules.replacing("FACETS", with: "target"))
    let result = try GateJudge(
      configuration, GateInput(subject: subject, today: try #require(Day("2026-11-22")))
    ).result(SmallRecord.circumstances)
    #expect(result.rules[0].outcome == .fail)
    #expect(result.rules[0].worst.map(\.image) == ["image-4"])
  }

  @Test("a camera that it learnt from fails where new ones are asked for")
  func sensor() throws {
    let both = try result(known([frame("elsewhere", sensor: "a")]), by: "target, sensor").rules
    #expect(both.prefix(2).map(\.criterion) == ["unseen_target", "unseen_sensor"])
    #expect(both.prefix(2).map(\.outcome) == [.pass, .fail])
    #expect(both[1].message.contains("10 by sensor (a), which it learnt from"))
    #expect(try result(known([frame("elsewhere")]), by: "sensor").rules[0].outcome == .pass)
  }

  @Test("frames that name no camera leave it undecided")
  func unnamed() throws {
    let entry = try result(known([frame("elsewhere", sensor: nil)]), by: "sensor").rules[0]
    #expect(entry.outcome == .inconclusive && entry.blocking)
  }

  @Test("a file that does not say what it learnt from does not pass")
  func unknown() throws {
    let result = try result(.unknown(reason: "the file does not say"))
    #expect(result.rules[0].outcome == .notRun)
    #expect(result.rules[0].message.contains("the file does not say"))
    #expect(result.exitCode == 3 && !result.passed)
  }

  @Test("a filter learns nothing, and unseen frames alone are no test")
  func filter() throws {
    #expect(try result(.learnsNothing).rules[0].outcome == .skipped)
    let alone = try result(
      known([frame("elsewhere")]), rules: "data: {unseen: [target]}\npolicy: {on_missing: pass}")
    #expect(alone.rules.map(\.outcome) == [.pass])
    #expect(alone.verdict == .notRun && alone.exitCode == 3)
  }

  @Test("naming properties is asking; an empty list asks nothing")
  func implied() throws {
    let rules = "data: {unseen: [FACETS]}\nrules: {q: [error, {metric: quality, min: 30 dB}]}"
    let leaky = known([frame("target-3")])
    #expect(try result(leaky, rules: rules).rules.map(\.rule) == ["q", "unseen-data"])
    #expect(try result(leaky, by: "", rules: rules).rules.map(\.rule) == ["q"])
    #expect(throws: ConfigurationProblems.self) {
      try SmallRecord.configuration(
        "policy: {off_needs_reason: true}\ndata: {unseen: []}\nrules: {q: [error, {metric: quality, min: 30 dB}]}"
      )
    }
  }

  @Test("a waiver vouches for it until its day")
  func waiver() throws {
    let result = try result(
      .unknown(reason: "made elsewhere"),
      rules: Self.rules
        + "\nwaivers: [{rule: unseen-data, reason: its authors say so, owner: ann, expires: 2027-01-31}]"
    )
    #expect(result.rules[0].verdict == .waived)
    #expect(result.exitCode == 0)
  }

  @Test("travels as one line of text, without names")
  func text() throws {
    let data = TrainingData(
      learned: [frame("M 31", file: "0123456789abcdef0123"), frame("M 31")], watched: [])
    let text = try data.text
    #expect(TrainingData(text: text) == data)
    #expect(!text.contains("M 31") && !text.contains("\n"))
    #expect(data.learned.targets.count == 1 && data.learned.files == ["0123456789abcdef"])
    #expect(TrainingData(text: "{}") == nil && TrainingData(text: "none") == nil)
    #expect(TrainingData(text: text.replacing("data/1", with: "data/2")) == nil)
  }
}
