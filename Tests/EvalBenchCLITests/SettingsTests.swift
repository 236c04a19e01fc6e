import EvalBenchCLI
import Gating
import Testing

@Suite("Specifications of candidates")
struct SettingsTests {
  @Test("a name with settings splits into both")
  func parse() throws {
    let (name, settings) = try Settings.parse("unet:width=16,levels=3")
    #expect(name == "unet")
    #expect(settings == ["width": "16", "levels": "3"])
  }

  @Test("settings after a comma stay with the specification in front of them")
  func list() {
    #expect(
      Settings.list("dncnn,unet:width=16,levels=3,nafnet-lite,path/to.safetensors") == [
        "dncnn", "unet:width=16,levels=3", "nafnet-lite", "path/to.safetensors",
      ])
  }

  @Test(
    "a setting without a value is refused", arguments: ["unet:width", "unet:=3", "unet:width="])
  func malformed(_ text: String) {
    #expect(throws: UsageError.self) { try Settings.parse(text) }
  }

  @Test("a setting given twice is refused")
  func twice() {
    #expect(throws: UsageError.self) { try Settings.parse("unet:width=1,width=2") }
  }

  @Test(
    "edit distance counts insertions, deletions and changes",
    arguments: [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("steps", "stpes", 2)])
  func distance(_ a: String, _ b: String, _ expected: Int) {
    #expect(editDistance(a, b) == expected)
    #expect(editDistance(b, a) == expected)
  }
}
