import Foundation
import Gating
import TestSupport
import Testing

@Suite("The gate's cache", .serialized)
struct GateCacheTests {
  private static let targets = 12

  private func arguments(_ output: String = "out") -> [String] {
    [
      "gate", "--config", "gate.yaml", "--candidate", "starlet", "--output", output, "--set",
      "baseline.missing=first-release", "--set", "data.simulated.targets=\(Self.targets)", "--set",
      "data.simulated.size=128",
    ]
  }

  private func images(_ events: String) -> [String] {
    events.split(separator: "\n").filter { $0.contains("image-complete") }.map(String.init)
  }

  @Test("a gate killed halfway has lost at most one image, and ends as if it had not been")
  func killed() throws {
    let straight = try GatePlace()
    _ = try straight.tool(arguments())
    let expected = try straight.result()
    #expect(expected.cachedImages == 0)

    let place = try GatePlace()
    let running = try Tool.Running(
      arguments() + ["--message-format", "json"], environment: GatePlace.quiet,
      in: place.place.path)
    let cache = place.place(".evalbench/cache")
    while running.isRunning,
      ((try? FileManager.default.subpathsOfDirectory(atPath: cache)) ?? [])
        .count(where: { $0.hasSuffix(".json") }) < Self.targets / 2
    { usleep(500) }
    running.send(SIGKILL)
    let outcome = try running.wait()
    #expect(outcome.code == 137, "\(outcome)")
    let done = images(outcome.output).count
    #expect(done >= 1 && done < Self.targets)
    #expect(!place.place.exists("out/gate.json"))

    let again = try place.tool(arguments())
    #expect(again.output.contains("images came from the cache"), "\(again)")
    let result = try place.result()
    // What was told as done is known; at most the image that it was at is measured again.
    #expect(result.cachedImages >= done && result.cachedImages <= done + 1)
    #expect(result.rules == expected.rules)
    #expect(result.testSetSHA256 == expected.testSetSHA256)
    #expect(
      try place.tool(arguments("third")).output.contains("12 of 12 images came from the cache"))
  }

  @Test("what was changed on the disk is found, and measured again")
  func damaged() throws {
    let place = try GatePlace()
    _ = try place.tool(arguments())
    let expected = try place.result()
    #expect(try place.tool(["cache", "verify"]).output == "12 of 12 entries are intact\n")
    let file = try #require(
      try place.place.files(".evalbench/cache").first { $0.hasSuffix(".json") })
    let path = place.place(".evalbench/cache/" + file)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("\"value\":", with: "\"value\":1", maxReplacements: 1).write(
      toFile: path, atomically: true, encoding: .utf8)
    let verified = try place.tool(["cache", "verify"])
    #expect(verified.code == 2)
    #expect(verified.errors.contains("\(file): was changed after it was written"))
    _ = try place.tool(arguments())
    #expect(try place.result().cachedImages == 11)
    #expect(try place.result().rules == expected.rules)
    #expect(try place.tool(["cache", "verify"]).code == 0)
    // Another model, the same folder: nothing is mistaken for it.
    var other = arguments()
    other[4] = "gaussian"
    _ = try place.tool(other)
    #expect(try place.result().cachedImages == 0)
    #expect(try place.tool(["cache", "clear"]).code == 0)
    #expect(try place.tool(["cache", "ls"]).output.isEmpty)
    _ = try place.tool(arguments() + ["--no-cache"])
    #expect(try place.result().cachedImages == 0)
    #expect(try place.tool(["cache", "ls"]).output.isEmpty)
  }
}
