import Evaluation
import Foundation
import Gating
import Testing

@Suite("Baselines")
struct BaselineTests {
  private func judge(
    _ subject: GateSubject, _ baseline: Baseline?, _ more: String = ""
  ) throws -> GateResult {
    let configuration = try SmallRecord.configuration(
      "\(more)\nrules: {q: [error, {metric: quality, non_inferior: 0.5 dB}], m: [error, {metric: quality, min: 1}]}"
    )
    let input = GateInput(
      subject: subject, baseline: baseline, today: try #require(Day("2026-11-22")))
    return try GateJudge(configuration, input).result(SmallRecord.circumstances)
  }

  private func baseline(_ subject: GateSubject) -> Baseline {
    Baseline(
      subject, name: "old", parts: false, createdAt: "2026-06-01T00:00:00Z",
      evalbenchVersion: "test")
  }

  @Test("a file reads back as it was written, and is small")
  func roundTrip() throws {
    let made = baseline(try SmallRecord.subject(["quality": around(30), "loss": around(0.1)]))
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json").path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let bytes = try made.bytes
    #expect(bytes.count < 8000)
    try Data(bytes).write(to: URL(filePath: file))
    let read = try Baseline(file: file)
    #expect(read == made)
    try read.verify()
  }

  @Test("other frames, other pixels, other definitions are not compared")
  func incomparable() throws {
    let subject = try SmallRecord.subject(["quality": around(30)])
    let ours = baseline(subject)
    #expect(try judge(subject, ours).exitCode == 0)
    func refusal(_ subject: GateSubject, _ baseline: Baseline) -> String {
      let error = #expect(throws: NotComparable.self) { try judge(subject, baseline) }
      return error?.description ?? ""
    }
    let fewer = try SmallRecord.subject(["quality": around(30)], images: 9)
    #expect(refusal(fewer, ours).contains("1 of the baseline's are missing (image-9)"))
    var changed = subject
    changed.images[2].sha256 = "other"
    #expect(refusal(changed, ours).contains("1 have other pixels (image-2)"))
    var redefined = subject
    redefined.checks[0].version = 2
    #expect(refusal(redefined, ours).contains("quality is not what it was"))
    // A metric that no rule compares may change.
    var unused = subject
    unused.checks[1].version = 2
    #expect(try judge(unused, ours).exitCode == 0)
  }

  @Test("a missing baseline is an error unless this is said to be the first release")
  func missing() throws {
    let subject = try SmallRecord.subject(["quality": around(30)])
    let error = #expect(throws: NotComparable.self) { try judge(subject, nil) }
    #expect(error?.description.contains("first-release") == true)
    let first = try judge(subject, nil, "baseline: {missing: first-release}")
    #expect(first.rubberStamped && first.exitCode == 0)
    #expect(first.rules[0].outcome == .skipped && first.rules[1].outcome == .pass)
    #expect(first.lastLine.contains("RUBBER-STAMPED"))
    #expect(String(decoding: try BadgeJSON.render(first), as: UTF8.self).contains("rubber-stamped"))
  }

  @Test("a pinned test set is the only one that is judged")
  func pinned() throws {
    let subject = try SmallRecord.subject(["quality": around(30)])
    let ours = baseline(subject)
    #expect(try judge(subject, ours, "data: {test_set: \(subject.testSetSHA256)}").exitCode == 0)
    #expect(throws: NotComparable.self) { try judge(subject, ours, "data: {test_set: abc}") }
  }

  @Test("an old baseline is warned about")
  func age() throws {
    let subject = try SmallRecord.subject(["quality": around(30)])
    let old = try judge(subject, baseline(subject), "baseline: {max_age: 90d}")
    #expect(old.verdict == .warn)
    #expect(old.rules.contains { $0.rule == "baseline" && $0.value == 174 })
    #expect(try judge(subject, baseline(subject), "baseline: {max_age: 200d}").verdict == .pass)
  }

  @Test("a file that was edited by hand is found")
  func edited() throws {
    var made = baseline(try SmallRecord.subject(["quality": around(30)]))
    made.images[0].target = "another"
    #expect(throws: NotComparable.self) { try made.verify() }
    var stray = baseline(try SmallRecord.subject(["quality": around(30)]))
    stray.values["quality"]?["no such image"] = 1
    #expect(throws: NotComparable.self) { try stray.verify() }
  }
}
