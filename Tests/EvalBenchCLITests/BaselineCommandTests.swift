import Foundation
import Gating
import TestSupport
import Testing

@Suite("evalbench baseline")
struct BaselineCommandTests {
  @Test("saves, lists, shows, compares, promotes and verifies")
  func life() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.store("new", psnr: GatePlace.around(36))
    #expect(
      try place.tool([
        "baseline", "save", "baselines/a.json", "--candidate", "old", "--label", "v1",
      ]).code == 0)
    #expect(
      try place.tool(["baseline", "save", "baselines/b.json", "--candidate", "new"]).code == 0)
    let twice = try place.tool(["baseline", "save", "baselines/a.json", "--candidate", "new"])
    #expect(twice.code == 64 && twice.errors.contains("--force"), "\(twice)")
    let list = try place.tool(["baseline", "list"])
    #expect(list.output.contains("baselines/a.json\tv1\t"), "\(list)")
    #expect(list.output.contains("baselines/b.json\tnet\t"))
    let shown = try place.tool(["baseline", "show", "baselines/a.json"])
    #expect(shown.output.contains("psnr-display\tmean 35.0000\t10 images"), "\(shown)")
    let diff = try place.tool(["baseline", "diff", "baselines/a.json", "baselines/b.json"])
    #expect(diff.output.contains("psnr-display\t+1.0000\t10 images up, 0 down, 0 equal"), "\(diff)")

    let promote = ["baseline", "promote", "baselines/b.json", "--to", "baselines/released.json"]
    #expect(try place.tool(promote + ["--by", "me"]).code == 64)
    #expect(try place.tool(promote + ["--by", "me", "--reason", " "]).code == 64)
    #expect(try place.tool(promote + ["--by", "me", "--reason", "sharper"]).code == 0)
    #expect(try place.tool(promote + ["--by", "me", "--reason", "again"]).code == 0)
    let released = try Baseline(file: place.place("baselines/released.json"))
    #expect(released.promotion?.by == "me" && released.promotion?.reason == "again")
    #expect(released.testSetUses == 2)
    let sound = ["baseline", "verify", "baselines/released.json"]
    #expect(try place.tool(sound + ["--candidate", "new"]).code == 0)
    try place.store("fewer", images: 4)
    #expect(try place.tool(sound + ["--candidate", "fewer"]).code == 4)
  }

  @Test("finds a file that was edited by hand")
  func edited() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.saveBaseline(of: "old")
    let text = try String(contentsOfFile: place.place("old.json"), encoding: .utf8)
    try text.replacing("target of image-3", with: "target of image-4").write(
      toFile: place.place("old.json"), atomically: true, encoding: .utf8)
    let outcome = try place.tool(["baseline", "verify", "old.json"])
    #expect(outcome.code == 4 && outcome.errors.contains("edited by hand"), "\(outcome)")
    #expect(
      try place.tool([
        "baseline", "promote", "old.json", "--to", "x.json", "--reason", "y", "--by", "me",
      ]).code
        == 4)
    #expect(try place.tool(["baseline", "verify", "nothing.json"]).code == 4)
  }

  @Test("is small and has the shape that its schema says")
  func schema() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.saveBaseline(of: "old")
    #expect(try place.place.bytes("old.json").count < 12_000)
    guard let python = Repository.python else {
      print("skipped: no Python with jsonschema (EVALBENCH_PYTHON or .venv)")
      return
    }
    let program = """
      import json, sys, jsonschema
      jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))
      """
    let schema = try place.tool(["schema", "baseline"])
    try schema.output.write(toFile: place.place("schema.json"), atomically: true, encoding: .utf8)
    let (status, output) = try runPython(
      python, ["-c", program, place.place("schema.json"), place.place("old.json")])
    #expect(status == 0, "\(output)")
  }
}
