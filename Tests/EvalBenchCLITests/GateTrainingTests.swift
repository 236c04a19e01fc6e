import AstroImages
import Foundation
import Gating
import Networks
import TestSupport
import Testing

@Suite("evalbench gate knows what a model has learnt from", .serialized)
struct GateTrainingTests {
  private static let rules = """
    schema: evalbench.gate/1
    data: {frames: frames, unseen: [target], min_groups: 2}
    rules: {noise: [error, {metric: noise-reduction, max: 9, decide: estimate}]}
    """

  /// Twelve targets in a folder.
  private func place() throws -> GatePlace {
    let place = try GatePlace(Self.rules)
    try FileManager.default.createDirectory(
      atPath: place.place("frames"), withIntermediateDirectories: true)
    let targets = [
      "andromeda", "bubble", "cocoon", "dumbbell", "eagle", "flame", "gum", "helix", "iris",
      "jellyfish", "lagoon", "orion",
    ]
    for (index, target) in targets.enumerated() {
      try Codecs.write(
        Frames.sky(160, 160, seed: UInt64(index + 1)), to: place.place("frames/\(target).fits"))
    }
    return place
  }

  private func train(_ place: GatePlace, seed: Int, _ output: String) throws -> String {
    let outcome = try place.tool([
      "train", "--architecture", "dncnn:depth=3,width=4", "--preset", "smoke", "--steps", "2",
      "--batch", "1", "--patch", "32", "--data", "frames", "--seed", "\(seed)", "--output", output,
    ])
    #expect(outcome.code == 0, "\(outcome)")
    return output + "/best.safetensors"
  }

  private func entry(_ place: GatePlace, _ model: String) throws -> GateEntry {
    _ = try place.gate(["--candidate", model])
    return try #require(try place.result().rules.first { $0.rule == "unseen-data" })
  }

  @Test("frames that the split kept away from training are new to it; others' are not")
  func split() throws {
    let place = try place()
    // The gate judges what a comparison with seed 1 judges.
    let apart = try entry(place, try train(place, seed: 1, "one"))
    #expect(apart.outcome == .pass, "\(apart.message)")
    let leaky = try entry(place, try train(place, seed: 2, "two"))
    #expect(leaky.outcome == .fail && leaky.blocking, "\(leaky.message)")
    #expect(leaky.message.contains("images are known to it: "), "\(leaky.message)")
    #expect(try place.result().exitCode == 1)
  }

  @Test("ONNX files carry it as well, and a stored run's winner is asked by its weights")
  func exported() throws {
    let place = try place()
    try AtomicFile.write(
      """
      compare:
        preset: smoke
        candidates: ["dncnn:depth=3,width=4"]
        baselines: [identity]
        data: frames
        seed: 2
        training: {steps: 2, batch: 1, patch: 32, validate_every: 2}
      """, to: place.place("compare.yaml"))
    let outcome = try place.tool(["compare", "--config", "compare.yaml", "--output", "run"])
    try #require(outcome.code == 0, "\(outcome)")
    let exported = try entry(place, "run/winner.onnx")
    #expect(exported.outcome == .fail, "\(exported.message)")
    let stored = try entry(place, "run")
    #expect(stored.outcome == .pass, "\(stored.message)")
    try FileManager.default.removeItem(atPath: place.place("run/models"))
    let without = try entry(place, "run")
    #expect(without.outcome == .notRun, "\(without.message)")
    #expect(without.message.contains("cannot be read as a model"))
  }

  @Test("a file without that note does not pass, and says how it can")
  func unknown() throws {
    let place = try GatePlace(
      Self.rules.replacing("frames: frames", with: "simulated: {targets: 2, size: 128}"))
    let published = try PublishedWeights.nafnet
    try SafeTensors.write(
      published.weights,
      metadata: [
        "evalbench.architecture": published.specification,
        "evalbench.normalization": "asinh:softening=10",
      ], to: place.place("net.safetensors"))
    let outcome = try place.gate(["--candidate", "net.safetensors"])
    #expect(outcome.code == 3, "\(outcome)")
    #expect(outcome.output.contains("it is not known what 'net' has learnt from"), "\(outcome)")
    #expect(outcome.output.contains("vouch for it with a waiver"), "\(outcome)")
    // Others' figures are beside the point for a filter.
    #expect(try place.gate(["--candidate", "median"]).code == 0)
  }
}
