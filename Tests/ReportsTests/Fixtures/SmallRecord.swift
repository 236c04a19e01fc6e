internal import Evaluation

/// Two candidates, three checks and three scenes: small enough to read every byte that a reporter makes of it.
enum SmallRecord {
  static let picture = TinyPNG.encode(
    width: 2, height: 2, channels: 1, pixels: [0, 85, 170, 255])

  static func assets(_ path: String) throws -> [UInt8] {
    guard path != "crops/missing.png" else { throw FixtureRecord.MissingFile(path: path) }
    return picture
  }

  static let checks = [
    CheckMetadata(
      id: "psnr-linear", title: "PSNR, linear", question: .fidelity,
      rationale: "Distance from the truth.", unit: "dB, range 65535",
      direction: .higherIsBetter, needs: [.reference]),
    CheckMetadata(
      id: "fwhm-drift", title: "Star width drift", question: .stars,
      rationale: "Wider stars mean lost resolution.", unit: "%",
      direction: .closerToZeroIsBetter, needs: [.reference, .catalogue], version: 2),
    CheckMetadata(
      id: "star-loss", title: "Stars lost", question: .stars, rationale: "Eaten stars.",
      unit: "fraction", direction: .lowerIsBetter, lowerBound: 0, upperBound: 1,
      needs: [.catalogue]),
  ]

  static func make() -> RunRecord {
    let scenes = ["alpha", "beta", "gamma", "delta"].enumerated().map { place, name in
      SceneRecord(
        name: name, target: name, split: place == 0 ? .validation : .test, origin: "simulated",
        kind: "starfield", sensor: place == 3 ? nil : "IMX571", filter: nil, width: 64, height: 48,
        channels: 1, fullScale: 65_535, skyNoise: 12.5, referenceNoise: place == 3 ? nil : 0,
        sha256: nil, notes: place == 3 ? ["a note, with \"quotes\""] : [])
    }
    var rows: [RunRecord.Row] = []
    for (place, candidate) in ["unet", "identity"].enumerated() {
      for (index, scene) in scenes.enumerated() {
        let psnr = 40.25 - 10 * Double(place) + 0.125 * Double(index)
        let outcomes: [CheckOutcome] = [
          .measured(Finding(psnr)),
          .measured(
            Finding(
              place == 0 ? -1.5 : 0, interval: .init(-2, -1), count: 12, countUnit: "stars",
              parts: [.init("SNR 20-50", -3.25, unit: "%", interval: .init(-4, -2.5), count: 5)])),
          index == 1
            ? .notApplicable(reason: "no stars, says \"beta\"")
            : place == 0 && index == 2
              ? .failed(message: "star finder,\nstopped") : .measured(Finding(0.015625)),
        ]
        for (check, outcome) in zip(checks, outcomes) {
          rows.append(
            RunRecord.Row(
              candidate: candidate, seed: 7, scene: scene.name, split: scene.split,
              check: check.id, outcome: outcome))
        }
      }
    }
    return RunRecord(
      title: "A small run", preset: "quick",
      verdict: ["unet is the best of two.", "It beats the input by 10 dB."],
      winner: .init(
        candidate: "unet", reason: "Highest PSNR on validation.", onnxFile: "winner.onnx",
        modelCard: nil),
      provenance: provenance, checks: checks, candidates: candidates, scenes: scenes, rows: rows,
      crops: [crop])
  }

  private static let candidates = [
    CandidateRecord(
      name: "unet", kind: .network, specification: "unet:width=16", summary: "encoder, decoder",
      parameters: 1_234_567, multiplyAccumulatesPerPixel: 65_432, secondsPerMegapixel: 0.75,
      weightsFile: "models/unet.safetensors", weightsSHA256: "00ff", normalization: "asinh",
      training: .init(
        lossName: "charbonnier",
        loss: [
          .init(step: 1, value: 0.1), .init(step: 50, value: 0.02), .init(step: 100, value: 0.01),
        ],
        validationPSNR: [.init(step: 50, value: 31), .init(step: 100, value: 33.5)], bestStep: 100,
        steps: 100, patchesSeen: 1600, seconds: 12.5)),
    CandidateRecord(
      name: "identity", kind: .baseline, specification: "identity", summary: "the input as it is"),
  ]

  private static let crop = CropSet(
    scene: "beta", x: 3, y: 5, width: 2, height: 2, reason: "corner", stretch: "linear, 0 to 1000",
    differenceScale: "blue −5 sigma, black 0, orange +5 sigma",
    panels: [
      .init(role: .input, candidate: nil, file: "crops/input.png"),
      .init(role: .reference, candidate: nil, file: "crops/reference.png"),
      .init(role: .output, candidate: "unet", file: "crops/unet.png"),
      .init(role: .difference, candidate: "unet", file: "crops/missing.png"),
    ])

  private static let provenance = Provenance(
    evalbenchVersion: "0.1.0", commit: "0123abc", isDirty: false,
    startedAt: "2026-01-02T03:04:05Z",
    commandLine: ["evalbench", "compare", "--output", "it's here"],
    seed: 7, threads: 2, operatingSystem: "Debian 12", processor: "a processor",
    cpuLevel: "x86-64-v3", versions: [.init(name: "Swift", version: "6.3.1")],
    data: [.init(name: "a.fits", sha256: "ab12")], configuration: "preset: quick\nseed: 7\n")
}
