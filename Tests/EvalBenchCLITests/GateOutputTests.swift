import Foundation
import Gating
import Networks
import TestSupport
import Testing

private let around = GatePlace.around

@Suite("evalbench gate's files")
struct GateOutputTests {
  private func validate(_ place: GatePlace, _ events: String? = nil) throws {
    guard let python = Repository.python else {
      print("skipped: no Python with jsonschema (EVALBENCH_PYTHON or .venv)")
      return
    }
    let script = Repository.root.appending(path: "references/gate/validate.py").path()
    let (status, output) = try runPython(
      python, [script, Tool.path, place.place("out")] + (events.map { [$0] } ?? []))
    #expect(status == 0, "\(output)")
  }

  @Test("are read by independent parsers, whatever the verdict and however names are spelt")
  func valid() throws {
    for (psnr, stars) in [
      (around(35, 0.1), around(0.01, 0.001)), (around(33, 0.1), around(0.2, 0.001)),
      (around(34.6, 3), around(0.01, 0.001)),
    ] {
      let place = try GatePlace(
        GatePlace.rules + """

            absent: [error, {metric: tile-seam, max: 8, because: "<&>\\"' | `x`\\u0001"}]
          slices: [{by: filter, rules: [least], min_groups: 4}]
          waivers: [{rule: absent, reason: "a < b & \\"c\\"", owner: me, expires: 2099-01-01}]
          """)
      try place.store("old")
      try place.saveBaseline(of: "old")
      try place.store("new", psnr: psnr, starLoss: stars)
      let outcome = try place.gate([
        "--candidate", "new", "--baseline", "old.json", "--message-format", "json",
      ])
      try outcome.output.write(
        toFile: place.place("events.ndjson"), atomically: true, encoding: .utf8)
      try validate(place, place.place("events.ndjson"))
    }
  }

  @Test("of a gate without images are valid and fail")
  func empty() throws {
    let place = try GatePlace()
    try place.store("none", images: 0)
    #expect(
      try place.gate(["--candidate", "none", "--set", "baseline.missing=first-release"]).code == 3)
    try validate(place)
    let junit = String(decoding: try place.place.bytes("out/gate.junit.xml"), as: UTF8.self)
    #expect(junit.contains("<failure type=\"not-run\""))
  }

  @Test("of a scored model hold every figure, and parity with the file it came from")
  func scored() throws {
    let place = try GatePlace(
      """
      schema: evalbench.gate/1
      data: {min_groups: 2, simulated: {targets: 3, size: 128}}
      rules:
        better: [error, {metric: psnr-display, superior_to: identity, margin: 0 dB, decide: estimate}]
        parity: [error, {kind: parity, against: native, fail: 1e-5}]
        size: [error, {metric: model-megabytes, max: 20 MB}]
      """)
    let published = try PublishedWeights.nafnet
    try SafeTensors.write(
      published.weights,
      metadata: [
        "evalbench.architecture": published.specification,
        "evalbench.normalization": "asinh:softening=10",
      ], to: place.place("net.safetensors"))
    let outcome = try place.gate([
      "--candidate", "net.safetensors", "--native", "net.safetensors", "--out", "junit=here.xml",
    ])
    #expect([1, 3].contains(outcome.code), "\(outcome)")
    let result = try place.result()
    let parity = try #require(result.rules.first { $0.rule == "parity" })
    #expect(parity.outcome == .pass && parity.value == 0, "\(parity.message)")
    #expect(result.rules.first { $0.rule == "size" }?.outcome == .pass)
    #expect(result.artefactSHA256?.count == 64)
    #expect(result.nativeSHA256 == result.artefactSHA256)
    #expect(result.images.count == 3)
    #expect(place.place.exists("here.xml"))
    try validate(place)
    // Its own record can be judged again.
    let again = try place.tool([
      "gate", "--config", "gate.yaml", "--candidate", "out", "--name", "net", "--output", "again",
      "--set", "rules.parity=off",
    ])
    #expect(again.output.contains("better (superior)"), "\(again)")
  }

  @Test("tell GitHub, and nobody else")
  func gitHub() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.saveBaseline(of: "old")
    try place.store("new", psnr: around(33, 0.1))
    let (summary, outputs) = (place.place("summary"), place.place("outputs"))
    try "before\n".write(toFile: summary, atomically: true, encoding: .utf8)
    let arguments = ["--candidate", "new", "--baseline", "old.json"]
    let outcome = try place.gate(
      arguments,
      environment: [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary, "GITHUB_OUTPUT": outputs,
      ])
    #expect(
      outcome.output.contains("\n::error title=gate%3A quality FAIL::psnr-display improvement"))
    let text = try String(contentsOfFile: summary, encoding: .utf8)
    #expect(text.hasPrefix("before\n## ❌ evalbench gate: FAIL"))
    #expect(
      try String(contentsOfFile: outputs, encoding: .utf8)
        == "verdict=FAIL\npassed=false\nfailed=1\ninconclusive=0\nresults=out\n")
    #expect(try place.gate(arguments).output.contains("::error") == false)
    // A summary that is nearly full is left alone.
    try String(repeating: "x", count: 1 << 20).write(
      toFile: summary, atomically: true, encoding: .utf8)
    let full = try place.gate(arguments, environment: ["GITHUB_STEP_SUMMARY": summary])
    #expect(full.errors.contains("nearly full"))
    #expect(try String(contentsOfFile: summary, encoding: .utf8).utf8.count == 1 << 20)
  }

  @Test("--quiet keeps stdout to the last line and tells failures on stderr")
  func quiet() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.saveBaseline(of: "old")
    try place.store("new", psnr: around(33, 0.1))
    let outcome = try place.gate(["--candidate", "new", "--baseline", "old.json", "--quiet"])
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.errors.contains("FAIL quality (non_inferior): psnr-display improvement -2 dB"))
  }

  @Test("the same run gives the same bytes")
  func deterministic() throws {
    let place = try GatePlace()
    try place.store("old")
    try place.saveBaseline(of: "old")
    let arguments = ["--candidate", "old", "--baseline", "old.json"]
    let day = ["SOURCE_DATE_EPOCH": "1800000000"]
    #expect(try place.gate(arguments, environment: day).code == 0)
    let first = try place.place.files("out").map { try place.place.bytes("out/" + $0) }
    #expect(try place.gate(arguments, environment: day).code == 0)
    #expect(try place.place.files("out").map { try place.place.bytes("out/" + $0) } == first)
  }
}
