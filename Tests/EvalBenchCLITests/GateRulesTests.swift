import Foundation
import Gating
import TestSupport
import Testing

@Suite("The gate's rules")
struct GateRulesTests {
  @Test(
    "presets are sound and can be explained",
    arguments: ["smoke", "recommended", "release", "strict"])
  func presets(_ name: String) throws {
    let place = try GatePlace()
    let sound = try place.tool(["gate", "validate", "--config", "preset:\(name)"])
    #expect(sound.code == 0 && sound.output.hasPrefix("preset:\(name): sound; "), "\(sound)")
    let explained = try place.tool(["gate", "explain", "--config", "preset:\(name)"])
    #expect(explained.code == 0)
    #expect(explained.output.contains("noise-left  [error]  noise-reduction"), "\(explained)")
    // Every rule says why it is there.
    let rules = explained.output.components(separatedBy: "  asks: ").count
    #expect(explained.output.components(separatedBy: "\n  because: ").count == rules)
  }

  @Test("are explained with what they came to and the targets they need")
  func explain() throws {
    let place = try GatePlace()
    try place.store("run", psnr: GatePlace.around(30.05, spread: 0.3))
    let outcome = try place.tool([
      "gate", "explain", "least", "--config", "gate.yaml", "--candidate", "run",
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("INCONCLUSIVE: psnr-display mean 30.1 dB"), "\(outcome)")
    #expect(outcome.output.contains("(10 groups, about "))
    #expect(!outcome.output.contains("star-loss"))
    let wrong = try place.tool(["gate", "explain", "leats", "--config", "gate.yaml"])
    #expect(wrong.code == 64 && wrong.errors.contains("did you mean 'least'?"))
  }

  @Test("a configuration here is found and named; one above is not looked for")
  func lookup() throws {
    let place = try GatePlace()
    #expect(try place.tool(["gate", "validate"]).output.hasPrefix("preset:release: "))
    try "schema: evalbench/1\ncompare: {preset: smoke}\ngate: {extends: preset:smoke}\n".write(
      toFile: place.place("evalbench.yaml"), atomically: true, encoding: .utf8)
    #expect(
      try place.tool(["gate", "validate"]).output.hasPrefix("evalbench.yaml: sound; 4 rules"))
    try FileManager.default.createDirectory(
      atPath: place.place("below"), withIntermediateDirectories: false)
    let below = try Tool.run(["gate", "validate"], in: place.place("below"))
    #expect(below.output.hasPrefix("preset:release: "))
  }

  @Test("every schema is printed, and an unknown one names the nearest")
  func schemas() throws {
    for schema in GateSchemas.all {
      let outcome = try Tool.run(["schema", schema.name])
      _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    }
    let wrong = try Tool.run(["schema", "gte"])
    #expect(wrong.code == 64 && wrong.errors.contains("did you mean 'gate'?"))
  }

  @Test("poisoned models fail at release for the rule about their vice, and the honest one passes")
  func vices() throws {
    let place = try GatePlace()
    let outcome = try place.tool([
      "gate", "selftest", "--config", "preset:release", "--targets", "15", "--vices",
      "blur,star-eater,star-inventor,tile-seams,vignetting,gain-error",
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.lastLine.hasPrefix("evalbench gate selftest: SOUND  (8 of 8 as expected"))
    for (vice, rule) in [
      ("blur", "star-size"), ("star-eater", "star-loss"), ("star-inventor", "star-invented"),
      ("taught-the-test", "unseen-data"), ("tile-seams", "seams"), ("vignetting", "vignetting"),
      ("gain-error", "flux-scale"),
    ] {
      let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("ok      \(vice) ") }
      #expect(line?.contains("must fail \(rule); failed") == true, "\(outcome)")
    }
  }

  @Test("a rule that cannot fail is found by the selftest")
  func blunt() throws {
    let place = try GatePlace()
    let outcome = try place.tool([
      "gate", "selftest", "--config", "preset:smoke", "--targets", "3", "--size", "192", "--vices",
      "identity,holes", "--set", "rules.noise-left.max=2",
    ])
    #expect(outcome.code == 1, "\(outcome)")
    #expect(outcome.output.contains("NOT OK  identity"), "\(outcome)")
    #expect(outcome.output.contains("ok      holes"))
    #expect(outcome.lastLine.contains("NOT SOUND"))
  }
}
