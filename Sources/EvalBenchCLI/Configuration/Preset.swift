/// How long and how large a comparison is, by name.
///
/// Times are those of two AVX-512 cores after the build; README.md has the measured ones.
struct Preset: Equatable, Sendable {
  var name: String
  var summary: String
  var candidates: [String]
  var training: TrainingPlanSettings
  var scenes: SceneSettings

  static let all: [Preset] = [smoke, quick, standard]

  /// For tests and CI: every step of a comparison, too short to learn much.
  static let smoke = Preset(
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
    training: TrainingPlanSettings(steps: 600, batch: 8, patch: 64, validateEvery: 100),
    scenes: SceneSettings(training: 32, trainingSize: 256, validation: 4, test: 6, size: 512))

  /// At most half an hour on two cores.
  static let standard = Preset(
    name: "standard", summary: "at most half an hour on two cores; an answer worth discussing",
    candidates: [
      "dncnn:depth=12,width=48", "unet:width=32,levels=4", "nafnet-lite",
    ],
    training: TrainingPlanSettings(steps: 2500, batch: 8, patch: 96, validateEvery: 250),
    scenes: SceneSettings(training: 64, trainingSize: 384, validation: 6, test: 8, size: 768))

  static func named(_ name: String) throws -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw UsageError(
        "unknown preset '\(name)'; the presets are \(all.map(\.name).joined(separator: ", "))")
    }
    return preset
  }
}

/// How networks are trained.
struct TrainingPlanSettings: Equatable, Sendable {
  var steps: Int
  var batch: Int
  var patch: Int
  var validateEvery: Int
  var learningRate = 1e-3
  var loss = "charbonnier"
  var normalization = "asinh:softening=10.0"
}

/// Which frames a comparison learns from and judges on.
struct SceneSettings: Equatable, Sendable {
  /// How many simulated skies training draws patches from, and their side in pixels.
  var training: Int
  var trainingSize: Int
  /// How many simulated skies choose the winner, how many judge, and their side in pixels; also the largest window of a
  /// user's frame that is scored.
  var validation: Int
  var test: Int
  var size: Int
}
