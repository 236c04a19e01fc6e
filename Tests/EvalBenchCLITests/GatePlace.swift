import AstroImages
import Checks
import Evaluation
import Foundation
import Gating
import TestSupport
import Testing

/// A workplace with stored runs made of a few numbers, and rules for them.
struct GatePlace {
  let place: Workplace

  /// Rules of real metrics that numbers can be made up for.
  static let rules = """
    schema: evalbench.gate/1
    rules:
      quality: [error, {metric: psnr-display, non_inferior: 0.5 dB, because: A release does not fall behind.}]
      least: [error, {metric: psnr-display, min: 30 dB}]
      stars: [warn, {metric: star-loss, max: 0.05}]
    """

  init(_ rules: String = GatePlace.rules) throws {
    place = try Workplace()
    try rules.write(toFile: place("gate.yaml"), atomically: true, encoding: .utf8)
  }

  /// Ten values around a mean.
  static func around(_ mean: Double, spread: Double = 0.1) -> [Double] {
    [-1.2, 0.7, -0.3, 1.1, 0.2, -0.8, 0.9, -0.6, 0.4, -0.4].map { mean + spread * $0 }
  }

  /// Writes a run whose candidate `net` has values by check.
  @discardableResult
  func store(
    _ name: String, psnr: [Double] = around(35), starLoss: [Double] = around(0.01, spread: 0.001),
    images: Int = 10
  ) throws -> String {
    let names = (0..<images).map { "image-\($0)" }
    func rows(_ check: String, _ values: [Double]) -> [RunRecord.Row] {
      zip(names, values).map { image, value in
        RunRecord.Row(
          candidate: "net", seed: 1, scene: image, split: .test, check: check,
          outcome: .measured(Finding(value, count: 100)))
      }
    }
    let record = RunRecord(
      title: "made up", preset: "test", verdict: [], winner: nil,
      provenance: Provenance(
        evalbenchVersion: "0", commit: "0", isDirty: false, startedAt: "2026-11-22T00:00:00Z",
        commandLine: [], seed: 1, threads: 1, operatingSystem: "", processor: "", cpuLevel: "",
        versions: [],
        data: names.map { .init(name: "input/" + $0, sha256: SHA256.hexadecimal(of: $0)) },
        configuration: ""), checks: Checks.all.map(\.metadata),
      candidates: [
        CandidateRecord(name: "net", kind: .file, specification: "net & <co>", summary: "")
      ],
      scenes: names.map {
        SceneRecord(
          name: $0, target: "target of " + $0, split: .test, origin: "simulated", kind: "nebula",
          sensor: "camera", filter: "Ha", width: 500, height: 500, channels: 1, fullScale: 65535,
          skyNoise: 20, referenceNoise: 0, sha256: nil)
      }, rows: rows("psnr-display", psnr) + rows("star-loss", starLoss), crops: [])
    try FileManager.default.createDirectory(
      atPath: place(name), withIntermediateDirectories: true)
    try AtomicFile.write(
      [UInt8](try JSONEncoder().encode(record)), to: place(name + "/compare.json"))
    return name
  }

  /// Saves the baseline of a run.
  func saveBaseline(_ file: String = "old.json", of run: String) throws {
    let outcome = try tool(["baseline", "save", file, "--candidate", run])
    #expect(outcome.code == 0, "\(outcome)")
  }

  func tool(_ arguments: [String], environment: [String: String] = [:]) throws -> Tool.Outcome {
    try Tool.run(arguments, environment: Self.quiet.merging(environment) { $1 }, in: place.path)
  }

  /// A gate with the rules here.
  func gate(_ arguments: [String], environment: [String: String] = [:]) throws -> Tool.Outcome {
    try tool(
      ["gate", "--config", "gate.yaml", "--output", "out"] + arguments, environment: environment)
  }

  /// What a CI that runs these tests has set must not reach the tool.
  static let quiet = [
    "GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": "", "GITHUB_OUTPUT": "", "CI": "",
  ]

  func result() throws -> GateResult {
    try JSONDecoder().decode(GateResult.self, from: place.bytes("out/gate.json"))
  }
}

extension Tool.Outcome {
  var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
}
