import AstroImages
import Evaluation
import Randomness
import Skies
import Training

/// A frame that candidates are judged on, with what the record says about it.
struct JudgedScene: Sendable {
  var scene: EvaluationScene
  var record: SceneRecord
}

/// The frames of one comparison: what training may see, what chooses the winner, and what judges.
struct ComparisonFrames: Sendable {
  var training: [TrainingFrame]
  /// Frames of the validation split that training watches itself on.
  var trainingValidation: [TrainingFrame]
  var validation: [JudgedScene]
  var test: [JudgedScene]
  /// What the user should know, one sentence each.
  var notes: [String]
  var hashes: [Provenance.NamedHash]
  /// The gear and the kinds of skies that training sees.
  var trainedOn: TrainedOn { TrainedOn(training) }
}

extension TrainedOn {
  init(_ frames: [TrainingFrame]) {
    let origins = frames.map(\.origin)
    func unique(_ values: [String?]) -> [String] { Set(values.compactMap { $0 }).sorted() }
    self.init(
      sensors: unique(origins.map(\.sensor)), filters: unique(origins.map(\.filter)),
      kinds: unique(origins.map(\.kind)))
  }
}

/// Simulated skies for every split; each is a target of its own, so no sky is on two sides.
enum SimulatedFrames {
  /// The kinds that training draws from, in turn: deep sky first, the Sun too.
  static let trainingKinds = [
    "starfield", "nebula", "galaxies", "doubles", "starfield", "nebula", "granulation",
    "starfield", "galaxies", "nebula", "prominence", "flat",
  ]
  static let validationKinds = ["starfield", "nebula", "doubles", "galaxies"]
  static let testKinds = [
    "starfield", "doubles", "nebula", "galaxies", "starfield", "granulation", "nebula", "doubles",
  ]
  /// The cameras in turn; the last ones are met in the test split first.
  static let sensors = [
    "asi2600mm_g100", "asi1600mm_g139", "asi533mm_g100", "asi6200mm_g0", "canon6d_iso1600",
    "asi2600mm_g0", "qhy600m_m0g26", "nikond810_iso400",
  ]

  static func training(_ settings: SceneSettings, seed: UInt64, threads: Int) throws
    -> [TrainingFrame]
  {
    try frames(
      "train", count: settings.training, size: settings.trainingSize, seed: seed, threads: threads)
  }

  static func trainingValidation(_ settings: SceneSettings, seed: UInt64, threads: Int) throws
    -> [TrainingFrame]
  {
    try frames(
      "watch", count: max(4, settings.training / 6), size: settings.trainingSize, seed: seed,
      threads: threads)
  }

  private static func frames(
    _ purpose: String, count: Int, size: Int, seed: UInt64, threads: Int
  ) throws -> [TrainingFrame] {
    try parallelMap(count, threads: threads) { index in
      let kind = trainingKinds[index % trainingKinds.count]
      let name = "\(purpose)-\(index)-\(kind)"
      var random = RandomSource(seed: seed, name: "options/" + name)
      let sensor = try Sensor.named(sensors[index % sensors.count])
      let scene = try SkySimulator.scene(
        kind: kind, width: size, height: size, sensor: sensor, seed: random.next(),
        options: SceneOptions.random(using: &random), name: name)
      return TrainingFrame(
        name: name, clean: scene.reference, noise: .sensor(sensor),
        planes: Array(scene.reference.planes.indices),
        origin: .init(
          target: scene.target, sensor: sensor.id, filter: scene.filter, kind: kind))
    }
  }

  /// The cameras of a list of names; `all` is every preset.
  static func cameras(_ names: [String]) throws -> [Sensor] {
    if names == ["all"] { return Sensor.presets }
    do {
      return try names.map { try Sensor.named($0) }
    } catch {
      throw UsageError("--cameras: \(error)")
    }
  }

  /// The sensor matrix: every kind of test sky as each of the cameras sees it.
  ///
  /// One sky a kind, the same for all cameras; kinds are added until there are `count` frames.
  static func matrix(
    _ cameras: [Sensor], count: Int, size: Int, seed: UInt64, threads: Int
  ) throws -> [JudgedScene] {
    let kinds = Array(testKinds.prefix(max(1, (count + cameras.count - 1) / cameras.count)))
    return try parallelMap(kinds.count * cameras.count, threads: threads) { index in
      let (kind, camera) = (kinds[index / cameras.count], cameras[index % cameras.count])
      let sky = "test-\(index / cameras.count + 1)-\(kind)"
      var random = RandomSource(seed: seed, name: "options/" + sky)
      return try judged(
        "\(sky)-\(camera.id)", kind, camera, .test, size: size, seed: random.next(),
        options: SceneOptions())
    }
  }

  private static func judged(
    _ name: String, _ kind: String, _ sensor: Sensor, _ split: RunRecord.Split, size: Int,
    seed: UInt64, options: SceneOptions
  ) throws -> JudgedScene {
    let scene = try SkySimulator.scene(
      kind: kind, width: size, height: size, sensor: sensor, seed: seed, options: options,
      name: name)
    let noisy = scene.expose(index: 0)
    return JudgedScene(
      scene: EvaluationScene(
        name: name, reference: scene.reference, noisy: noisy, secondNoisy: scene.expose(index: 1),
        catalogue: scene.catalogue, patches: scene.patches,
        pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale),
      record: SceneRecord(
        name: name, target: scene.target, split: split, origin: "simulated", kind: kind,
        sensor: sensor.id, filter: scene.filter, width: size, height: size,
        channels: scene.reference.channels, fullScale: scene.fullScale, skyNoise: scene.skyNoise,
        referenceNoise: 0, sha256: nil,
        signalLevel: SignalLevel.name(noisy, noise: scene.skyNoise)))
  }

  static func judged(
    _ split: RunRecord.Split, count: Int, size: Int, seed: UInt64, threads: Int
  ) throws -> [JudgedScene] {
    let kinds = split == .validation ? validationKinds : testKinds
    return try parallelMap(count, threads: threads) { index in
      let kind = kinds[index % kinds.count]
      let name = "\(split.rawValue)-\(index + 1)-\(kind)"
      var random = RandomSource(seed: seed, name: "options/" + name)
      let seed = random.next()
      // The first round of kinds has the usual optics and sky, later ones are as varied as amateurs' frames.
      let options = index < 4 ? SceneOptions() : SceneOptions.random(using: &random)
      let sensor = try Sensor.named(sensors[index < 4 ? 0 : (index + 2) % sensors.count])
      return try judged(name, kind, sensor, split, size: size, seed: seed, options: options)
    }
  }
}
