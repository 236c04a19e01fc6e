internal import Evaluation
internal import Foundation

/// A run as big as a default one: nine candidates, twenty-three checks, six test scenes, three validation scenes.
enum FixtureRecord {
  struct Player {
    var name: String
    var kind: CandidateKind
    /// How good at noise, how much it smears stars; made up.
    var gain: Double
    var smear: Double
    var summary: String
  }

  static let players = [
    Player(
      name: "dncnn", kind: .network, gain: 11.2, smear: 0.12,
      summary: "residual denoiser, 17 layers"),
    Player(
      name: "unet", kind: .network, gain: 11.9, smear: 0.10,
      summary: "encoder and decoder, 3 scales"),
    Player(
      name: "nafnet-lite", kind: .network, gain: 12.6, smear: 0.06,
      summary: "gated blocks without activations"),
    Player(
      name: "unet:width=16", kind: .network, gain: 10.8, smear: 0.16, summary: "a narrower U-Net"),
    Player(name: "identity", kind: .baseline, gain: 0, smear: 0, summary: "the input as it is"),
    Player(
      name: "gaussian", kind: .baseline, gain: 7.1, smear: 0.95,
      summary: "Gaussian blur, sigma 1 pixel"),
    Player(name: "median", kind: .baseline, gain: 5.2, smear: 0.7, summary: "median of 3 × 3"),
    Player(
      name: "starlet", kind: .baseline, gain: 8.9, smear: 0.28,
      summary: "à trous wavelets, soft threshold"),
    Player(
      name: "old-release.onnx", kind: .file, gain: 10.1, smear: 0.2,
      summary: "the network that ships now"),
  ]

  static let pictures = FixturePictures(
    crops: 3, size: 112, blur: players.map(\.smear), grain: players.map { 1 / (1 + $0.gain * 0.45) }
  )

  static func assets(_ path: String) throws -> [UInt8] {
    guard let bytes = pictures.files[path] else { throw MissingFile(path: path) }
    return bytes
  }

  struct MissingFile: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path): no such file in the run’s folder" }
  }

  static func make() -> RunRecord {
    var dice = Dice(state: 20_260_301)
    let scenes = FixtureScenes.all
    var rows: [RunRecord.Row] = []
    for player in players {
      for scene in scenes {
        for check in FixtureChecks.all {
          rows.append(
            RunRecord.Row(
              candidate: player.name, seed: 1, scene: scene.name, split: scene.split,
              check: check.id, outcome: FixtureChecks.outcome(check, player, scene, &dice)))
        }
      }
    }
    return RunRecord(
      title: "Comparison of nine denoisers on simulated and real skies", preset: "standard",
      verdict: [
        "nafnet-lite is the best denoiser of this run: it removes the most noise and keeps the stars and the faint nebulosity.",
        "On the test split it reaches 41.9 dB in linear PSNR, 12.6 dB above the input and 3.7 dB above the best classical filter, starlet.",
        "It loses 0.2 % of the stars above SNR 20; the Gaussian blur widens every star by 21 %.",
      ],
      winner: RunRecord.Winner(
        candidate: "nafnet-lite",
        reason:
          "Highest linear PSNR on the validation split among candidates that lose no more stars than the best baseline does.",
        onnxFile: "winner.onnx", modelCard: "winner.md"),
      provenance: FixtureScenes.provenance, checks: FixtureChecks.all,
      candidates: players.enumerated().map { candidate($0.offset, $0.element, &dice) },
      scenes: scenes, rows: rows,
      crops: (0..<3).map { crop($0, scenes[$0 + 3]) })
  }

  private static func candidate(_ index: Int, _ player: Player, _ dice: inout Dice)
    -> CandidateRecord
  {
    let isNetwork = player.kind == .network
    var curve: CandidateRecord.TrainingCurve?
    if isNetwork {
      let steps = 4000
      curve = CandidateRecord.TrainingCurve(
        lossName: "charbonnier",
        loss: stride(from: 10, through: steps, by: 10).map {
          .init(
            step: $0,
            value: (0.004 + 0.09 / (1 + Double($0) / 60)) * (1 + 0.08 * dice.normal())
              * (1 + player.smear))
        },
        validationPSNR: stride(from: 250, through: steps, by: 250).map {
          .init(
            step: $0, value: 24 + player.gain * (1 - exp(-Double($0) / 700)) + 0.15 * dice.normal())
        }, bestStep: 3750, steps: steps, patchesSeen: steps * 16,
        seconds: 212.4 + Double(index) * 31)
    }
    return CandidateRecord(
      name: player.name, kind: player.kind,
      specification: isNetwork
        ? "\(player.name.prefix { $0 != ":" }):depth=17,width=\(16 + 16 * index),channels=1"
        : player.summary,
      summary: player.summary, parameters: isNetwork ? 556_032 - index * 91_337 : nil,
      multiplyAccumulatesPerPixel: isNetwork ? 554_400 / Double(index + 1) : nil,
      secondsPerMegapixel: player.name == "identity"
        ? 0.0004 : isNetwork ? 3.41 / Double(index + 1) : 0.062,
      weightsFile: isNetwork ? "models/\(player.name).safetensors" : nil,
      weightsSHA256: isNetwork ? String(repeating: "9f86d081884c7d65", count: 4) : nil,
      normalization: isNetwork ? "background and noise, asinh" : nil, training: curve)
  }

  private static func crop(_ index: Int, _ scene: SceneRecord) -> CropSet {
    var panels = [
      CropSet.Panel(role: .input, candidate: nil, file: FixturePictures.path(index, "input")),
      CropSet.Panel(
        role: .reference, candidate: nil, file: FixturePictures.path(index, "reference")),
    ]
    for (place, player) in players.enumerated() {
      panels.append(
        .init(
          role: .output, candidate: player.name, file: FixturePictures.path(index, "output", place))
      )
      panels.append(
        .init(
          role: .difference, candidate: player.name,
          file: FixturePictures.path(index, "difference", place)))
    }
    return CropSet(
      scene: scene.name, x: 312, y: 96, width: 112, height: 112,
      reason: ["brightest star", "tightest double", "faintest nebulosity"][index],
      stretch:
        "auto-STF computed on the reference, shadows 0.0121, midtones 0.0413, applied to all",
      differenceScale: "blue −5 sigma, black 0, orange +5 sigma of the input’s sky noise",
      panels: panels)
  }
}
