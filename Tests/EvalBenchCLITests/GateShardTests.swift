import Foundation
import Gating
import TestSupport
import Testing

@Suite("evalbench gate --shard and gate merge")
struct GateShardTests {
  private static let rules = """
    schema: evalbench.gate/1
    data: {min_groups: 2, simulated: {targets: 7, size: 128}}
    rules:
      noise: [error, {metric: noise-reduction, max: 0.85}]
      better: [error, {metric: psnr-display, superior_to: identity, margin: 0 dB}]
    """

  private func score(_ place: GatePlace, _ shard: String, candidate: String = "starlet") throws
    -> Tool.Outcome
  {
    try place.tool([
      "gate", "--config", "gate.yaml", "--candidate", candidate, "--shard", shard, "--output",
      "shard-" + shard.replacing("/", with: "-of-"), "--no-cache",
    ])
  }

  private func merge(_ place: GatePlace, _ folders: [String]) throws -> Tool.Outcome {
    try place.tool(["gate", "merge", "--config", "gate.yaml", "--output", "out"] + folders)
  }

  @Test("shards on several machines come to the verdict of one run, figure by figure")
  func same() throws {
    let place = try GatePlace(Self.rules)
    let whole = try place.gate(["--candidate", "starlet", "--no-cache"])
    let expected = try place.result()
    for shard in 1...3 {
      let outcome = try score(place, "\(shard)/3")
      #expect(outcome.code == 0, "\(outcome)")
      let images = shard == 1 ? 3 : 2
      #expect(
        outcome.lastLine
          == "evalbench gate: SHARD \(shard)/3  (\(images) of 7 images scored, nothing decided) candidate=starlet exit=0"
      )
      #expect(!place.place.exists("shard-\(shard)-of-3/gate.json"))
    }
    // In any order.
    let merged = try merge(place, ["shard-3-of-3", "shard-1-of-3/shard.json", "shard-2-of-3"])
    #expect(merged.code == whole.code, "\(merged)")
    #expect(merged.lastLine == whole.lastLine)
    let result = try place.result()
    #expect(result.rules == expected.rules)
    #expect(result.images == expected.images)
    #expect(result.testSetSHA256 == expected.testSetSHA256)
    #expect(result.notes == ["merged from 3 shards"])
  }

  @Test("a part of the images decides nothing")
  func missing() throws {
    let place = try GatePlace(Self.rules)
    _ = try score(place, "2/3")
    let outcome = try merge(place, ["shard-2-of-3"])
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("of 3 shards 1/3, 3/3 are missing"), "\(outcome)")
    #expect(outcome.lastLine.hasPrefix("evalbench gate: ERROR  (nothing decided)"))
    let left = try place.result()
    #expect(!left.passed && left.exitCode == 2)
    let twice = try merge(place, ["shard-2-of-3", "shard-2-of-3"])
    #expect(twice.code == 2 && twice.errors.contains("shard 2/3 is given twice"), "\(twice)")
    #expect(try merge(place, ["nowhere"]).errors.contains("nowhere: no such folder"))
  }

  @Test("shards of two models, or of two test sets, are not one")
  func mixed() throws {
    let place = try GatePlace(Self.rules)
    _ = try score(place, "1/2")
    _ = try score(place, "2/2", candidate: "gaussian")
    let models = try merge(place, ["shard-1-of-2", "shard-2-of-2"])
    #expect(models.code == 4, "\(models)")
    #expect(
      models.errors.contains("shard 1/2 and shard 2/2 do not belong together: candidates starlet"),
      "\(models)")
    try Self.rules.replacing("targets: 7", with: "targets: 8").write(
      toFile: place.place("gate.yaml"), atomically: true, encoding: .utf8)
    _ = try score(place, "2/2")
    let sets = try merge(place, ["shard-1-of-2", "shard-2-of-2"])
    #expect(sets.code == 4 && sets.errors.contains("images in all 7 and 8"), "\(sets)")
  }

  @Test(
    "a shard that makes no sense is refused before anything is scored",
    arguments: [
      ("0/3", "such as 2/4"), ("4/3", "such as 2/4"), ("2", "such as 2/4"), ("a/b", "such as 2/4"),
    ])
  func usage(_ shard: String, _ hint: String) throws {
    let place = try GatePlace(Self.rules)
    let outcome = try place.gate(["--candidate", "starlet", "--shard", shard])
    #expect(outcome.code == 64 && outcome.errors.contains(hint), "\(outcome)")
    #expect(!place.place.exists("out"))
  }

  @Test("--limit and stored runs have no shards")
  func excluded() throws {
    let place = try GatePlace(Self.rules)
    let limited = try place.gate(["--candidate", "starlet", "--shard", "1/2", "--limit", "3"])
    #expect(limited.code == 64 && limited.errors.contains("exclude each other"), "\(limited)")
    try place.store("run")
    let stored = try place.gate(["--candidate", "run", "--shard", "1/2"])
    #expect(stored.code == 64 && stored.errors.contains("run is scored already"), "\(stored)")
  }
}
