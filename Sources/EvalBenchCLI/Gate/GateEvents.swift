import Evaluation
import Foundation
import Gating

/// A line of JSON on stdout for every image and rule, for programs that watch a gate.
struct GateEvents {
  let isOn: Bool

  private struct Event: Encodable {
    var schema = "evalbench.event/1"
    var reason: String
    var candidate: String?
    var image: String?
    var done: Int?
    var of: Int?
    var cached: Bool?
    var rule: String?
    var criterion: String?
    var bin: String?
    var slice: [String: String]?
    var verdict: String?
    var message: String?
    var passed: Bool?
    var exitCode: Int32?
  }

  func imageComplete(
    _ candidate: String, image: String, done: Int, of: Int, isCached: Bool
  ) {
    send(
      Event(
        reason: "image-complete", candidate: candidate, image: image, done: done, of: of,
        cached: isCached))
  }

  func ruleEvaluated(_ entry: GateEntry) {
    send(
      Event(
        reason: "rule-evaluated", rule: entry.rule, criterion: entry.criterion,
        bin: entry.bin, slice: entry.slice, verdict: entry.verdict.rawValue, message: entry.message,
        passed: entry.passed))
  }

  func runComplete(_ result: GateResult) {
    send(
      Event(
        reason: "run-complete", candidate: result.candidate.name, verdict: result.verdict.rawValue,
        message: result.lastLine, passed: result.passed, exitCode: result.exitCode))
  }

  func shardComplete(_ shard: GateShard) {
    send(
      Event(
        reason: "shard-complete", candidate: shard.candidate, done: shard.record.scenes.count,
        of: shard.images, message: shard.lastLine))
  }

  private func send(_ event: Event) {
    guard isOn else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(event) else { return }
    try? Console.result(String(decoding: data, as: UTF8.self))
  }
}
