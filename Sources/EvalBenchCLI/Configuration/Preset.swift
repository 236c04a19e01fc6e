/// How long and how large a comparison is, by name.
///
/// Times are those of two AVX-512 cores after the build; README.md has the measured ones.
package struct Preset: Equatable, Sendable {
  package var name: String
  package var summary: String
  package var candidates: [String]
  package var training: TrainingPlanSettings
  package var scenes: SceneSettings

  package static let all: [Preset] = [smoke, quick, standard]

  /// For tests and CI: every step of a comparison, too short to learn much.
  package static let smoke = Preset(
    name: "smoke", summary: "half a minute; shows that everything works, trains next to nothing",
    candidates: [
      "dncnn:depth=5,width=16", "unet:width=16,levels=2",
      "nafnet-lite:width=16,enc=1-1,mid=1,dec=1-1",
    ],
    training: TrainingPlanSettings(steps: 60, batch: 4, patch: 48, validateEvery: 30),
    scenes: SceneSettings(training: 6, trainingSize: 128, validation: 2, test: 2, size: 256))

  /// The default: three small networks, in at most four minutes on two cores.
  static let quick = Preset(
    name: "quick", summary: "at most four minutes on two cores; small networks, a first answer",
    candidates: [
      "dncnn:depth=8,width=32", "unet:width=16,levels=3",
      "nafnet-lite:width=16,enc=1-1-1,mid=1,dec=1-1-1",
    ],
    training: TrainingPlanSettings(steps: 700, batch: 8, patch: 64, validateEvery: 100),
    scenes: SceneSettings(training: 32, trainingSize: 256, validation: 4, test: 6, size: 512))

  /// At most half an hour on two cores.
  static let standard = Preset(
    name: "standard", summary: "at most half an hour on two cores; an answer worth discussing",
    candidates: [
      "dncnn:depth=10,width=32", "unet:width=16,levels=4",
      "nafnet-lite:width=16,enc=1-1-1,mid=1,dec=1-1-1",
    ],
    training: TrainingPlanSettings(steps: 4000, batch: 8, patch: 80, validateEvery: 250),
    scenes: SceneSettings(training: 64, trainingSize: 384, validation: 6, test: 8, size: 768))

  package static func named(_ name: String) throws -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw UsageError(
        "unknown preset '\(name)'; the presets are \(all.map(\.name).joined(separator: ", "))")
    }
    return preset
  }
}

/// How networks are trained.
package struct TrainingPlanSettings: Equatable, Sendable {
  package var steps: Int
  package var batch: Int
  /// Docs: `TrainingSettings.microBatch`.
  package var microBatch: Int? = nil
  package var patch: Int
  package var validateEvery: Int
  package var learningRate = 3e-3
  package var loss = "pseudo-huber"
  package var normalization = "asinh:softening=100.0"
  /// Docs: `TrainingSettings.lightConservation` and `faintLight`.
  package var lightConservation = 12.0
  package var faintLight = 0.5
}

/// Which frames a comparison learns from and judges on.
package struct SceneSettings: Equatable, Sendable {
  /// How many simulated skies training draws patches from, and their side in pixels.
  package var training: Int
  package var trainingSize: Int
  /// How many simulated skies choose the winner, how many judge, and their side in pixels; also the largest window of a
  /// user's frame that is scored.
  package var validation: Int
  package var test: Int
  package var size: Int
}
