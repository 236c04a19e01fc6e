import Evaluation
import Gating
import Testing

/// Records made of a few numbers, so that every verdict can be worked out by hand.
enum SmallRecord {
  static let checks = [
    CheckMetadata(
      id: "quality", title: "Quality", question: .fidelity, rationale: "", unit: "dB",
      direction: .higherIsBetter, needs: []),
    CheckMetadata(
      id: "loss", title: "Loss", question: .stars, rationale: "", unit: "fraction",
      direction: .lowerIsBetter, lowerBound: 0, upperBound: 1, needs: []),
    CheckMetadata(
      id: "drift", title: "Drift", question: .stars, rationale: "", unit: "%",
      direction: .closerToZeroIsBetter, needs: []),
    CheckMetadata(
      id: "false-stars", title: "Invented", question: .invention, rationale: "", unit: "per Mpx",
      direction: .lowerIsBetter, lowerBound: 0, needs: []),
    CheckMetadata(
      id: "star-loss", title: "Stars lost", question: .stars, rationale: "", unit: "fraction",
      direction: .lowerIsBetter, lowerBound: 0, upperBound: 1, needs: []),
  ]

  static var catalogue: MetricCatalogue { MetricCatalogue(checks) }

  /// A run of candidates with values by check, or by `check / part`; one image a value, each a target of its own unless
  /// `perTarget` says more.
  static func record(
    _ candidates: [String: [String: [Double]]], perTarget: Int = 1, images: Int = 10,
    sensors: [String] = ["a"]
  ) -> RunRecord {
    let names = (0..<images).map { "image-\($0)" }
    var rows: [RunRecord.Row] = []
    for (candidate, values) in candidates.sorted(by: { $0.key < $1.key }) {
      for (check, list) in values.sorted(by: { $0.key < $1.key }) where !check.contains(" / ") {
        let parts = values.filter { $0.key.hasPrefix(check + " / ") }
          .map { (name: String($0.key.dropFirst(check.count + 3)), values: $0.value) }
        for (index, value) in list.prefix(images).enumerated() {
          let outcome: CheckOutcome =
            value.isNaN
            ? .failed(message: "broke")
            : .measured(
              Finding(
                value, count: 100,
                parts: parts.map {
                  Finding.Part($0.name, $0.values[index], unit: "fraction", count: 100)
                }))
          rows.append(
            .init(
              candidate: candidate, seed: 1, scene: names[index], split: .test, check: check,
              outcome: outcome))
        }
      }
    }
    return RunRecord(
      title: "small", preset: "test", verdict: [], winner: nil,
      provenance: Provenance(
        evalbenchVersion: "0", commit: "0", isDirty: false, startedAt: "2026-11-22T00:00:00Z",
        commandLine: [], seed: 1, threads: 1, operatingSystem: "", processor: "", cpuLevel: "",
        versions: [], data: names.map { .init(name: "input/" + $0, sha256: "hash of " + $0) },
        configuration: ""), checks: checks,
      candidates: candidates.keys.sorted().map {
        CandidateRecord(
          name: $0, kind: .file, specification: $0, summary: "", parameters: 1000)
      },
      scenes: names.enumerated().map { index, name in
        SceneRecord(
          name: name, target: "target-\(index / perTarget)", split: .test, origin: "simulated",
          kind: index.isMultiple(of: 2) ? "starfield" : "nebula",
          sensor: sensors[index % sensors.count], filter: "L", width: 1000, height: 1000,
          channels: 1, fullScale: 65535, skyNoise: 20, referenceNoise: 0, sha256: nil)
      }, rows: rows, crops: [])
  }

  static func subject(
    _ values: [String: [Double]], name: String = "x", perTarget: Int = 1, images: Int = 10,
    sensors: [String] = ["a"]
  ) throws -> GateSubject {
    let record = record([name: values], perTarget: perTarget, images: images, sensors: sensors)
    return try #require(GateSubject(name, in: record))
  }

  static func configuration(_ text: String) throws -> GateConfiguration {
    try GateConfiguration(
      text: "schema: evalbench.gate/1\n" + text, file: "gate.yaml", catalogue: catalogue)
  }

  static let circumstances = GateJudge.Circumstances(
    evalbenchVersion: "test", decidedAt: "2026-11-22T12:00:00Z")

  /// The result of rules on values.
  static func result(
    _ rules: String, _ values: [String: [Double]], others: [String: [String: [Double]]] = [:],
    baseline: [String: [Double]]? = nil, today: String = "2026-11-22", perTarget: Int = 1,
    images: Int = 10, sensors: [String] = ["a"], training: TrainingKnowledge = .learnsNothing
  ) throws -> GateResult {
    func make(_ values: [String: [Double]], _ name: String) throws -> GateSubject {
      var subject = try subject(
        values, name: name, perTarget: perTarget, images: images, sensors: sensors)
      subject.training = training
      return subject
    }
    let input = GateInput(
      subject: try make(values, "x"),
      others: try Dictionary(
        uniqueKeysWithValues: others.map { ($0.key, try make($0.value, $0.key)) }),
      baseline: try baseline.map {
        Baseline(
          try make($0, "old"), name: "old", parts: false, createdAt: "2026-06-01T00:00:00Z",
          evalbenchVersion: "test")
      }, today: try #require(Day(today)))
    return try GateJudge(configuration(rules), input).result(circumstances)
  }
}

/// Ten values around a mean whose spread is `spread`.
func around(_ mean: Double, spread: Double = 0.1, count: Int = 10) -> [Double] {
  (0..<count).map {
    mean + spread * [-1.2, 0.7, -0.3, 1.1, 0.2, -0.8, 0.9, -0.6, 0.4, -0.4][$0 % 10]
  }
}
