import EvalBenchCLI
import Foundation
import Testing

@Suite("The configuration file")
struct ConfigurationTests {
  private func parse(_ text: String) throws -> CompareConfiguration {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml").path()
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    return try CompareConfiguration(file: file)
  }

  @Test("an empty file is the quick preset")
  func empty() throws {
    #expect(try parse("") == CompareConfiguration(preset: Preset.named("quick")))
  }

  @Test("what a run writes down reads back as the same run", arguments: Preset.all)
  func roundTrip(_ preset: Preset) throws {
    var configuration = CompareConfiguration(preset: preset)
    configuration.seed = 42
    configuration.data = "folder with \"quotes\", a\ttab and ünïcode"
    configuration.candidates = ["unet:width=16,levels=3", "a b.safetensors"]
    configuration.training.learningRate = 2.5e-4
    configuration.training.microBatch = 2
    #expect(try parse(configuration.yaml) == configuration)
  }

  @Test("an unknown key is named with its place and the nearest right one")
  func unknownKey() {
    let error = #expect(throws: UsageError.self) {
      try parse("compare:\n  training:\n    stpes: 5\n")
    }
    #expect(error?.description.contains(".yaml:3:5: unknown key 'compare.training.stpes'") == true)
    #expect(error?.description.contains("did you mean 'steps'?") == true)
  }

  @Test(
    "a value out of range or of the wrong kind is refused",
    arguments: [
      "compare: {seed: -1}", "compare: {seed: many}", "compare: {training: {patch: 8}}",
      "compare: {training: {learning_rate: nan}}", "compare: {preset: fastest}", "compare: [1]",
      "schema: evalbench/9", "compare: {pairs: {noisy: a}}", "compare: {training: 3}", "- a",
      "a: b: c",
    ])
  func refused(_ text: String) {
    #expect(throws: UsageError.self) { try parse(text) }
  }

  @Test("a missing file is a usage error that names it")
  func missing() {
    let error = #expect(throws: UsageError.self) {
      try CompareConfiguration(file: "/nonexistent/evalbench.yaml")
    }
    #expect(error?.description.contains("/nonexistent/evalbench.yaml") == true)
  }
}
