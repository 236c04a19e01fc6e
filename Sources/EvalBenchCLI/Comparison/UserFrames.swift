import AstroImages
import Checks
import Evaluation
import Skies
import Training

/// The user's own frames as scenes: each is taken as if it were clean, and noise is added to it.
enum UserFrames {
  /// The added noise on the sky, in units of the noise that the frame already has.
  static let noiseFactor = 4.0
  /// A frame with less noise than this fraction of its brightest 0.1 % is given that much instead.
  static let leastShare = 0.002

  static func frames(
    _ folder: String, settings: SceneSettings, seed: UInt64, threads: Int
  ) throws -> ComparisonFrames {
    let (frames, skipped) = try FrameFiles.read(folder, threads: threads)
    let splits = FrameFiles.splits(frames.map(\.target), seed: seed)
    func ranked(_ split: RunRecord.Split) -> [FrameFiles.Frame] {
      frames.filter { splits[$0.target] == split }.sorted { rank($0, seed) < rank($1, seed) }
    }
    var notes = skipped
    notes.append(
      "\(frames.count) frames of \(Set(frames.map(\.target)).count) targets from the user's folder are taken as clean scenes; noise of \(noiseFactor) times their own is added to them, and what they already had stays in the reference"
    )
    let simulated = splits.values.contains(.train) == false
    if simulated {
      notes.append(
        "fewer than three targets: all of them judge, and networks learn and are chosen on simulated skies"
      )
    }
    func judged(_ split: RunRecord.Split, limit: Int) throws -> [JudgedScene] {
      let chosen = Array(ranked(split).prefix(limit))
      if ranked(split).count > limit {
        notes.append(
          "\(limit) of \(ranked(split).count) \(split.rawValue) frames are scored, chosen by a hash of their names; raise scenes.\(split.rawValue) for more"
        )
      }
      return try parallelMap(chosen.count, threads: threads) { index in
        try judgedScene(chosen[index], split: split, size: settings.size, seed: seed)
      }
    }
    let test = try judged(.test, limit: settings.test)
    let validation =
      simulated
      ? try SimulatedFrames.judged(
        .validation, count: settings.validation, size: settings.size, seed: seed,
        threads: threads) : try judged(.validation, limit: settings.validation)
    let skies = try SimulatedFrames.training(settings, seed: seed, threads: threads)
    let watch = try SimulatedFrames.trainingValidation(settings, seed: seed, threads: threads)
    return ComparisonFrames(
      training: skies + ranked(.train).prefix(settings.training).map(trainingFrame),
      trainingValidation: simulated ? watch : ranked(.validation).map(trainingFrame),
      validation: validation, test: test, notes: notes,
      hashes: frames.map { Provenance.NamedHash(name: $0.name, sha256: $0.sha256) })
  }

  static func rank(_ frame: FrameFiles.Frame, _ seed: UInt64) -> UInt64 {
    var random = RandomSource(seed: seed, name: "rank/" + frame.name)
    return random.next()
  }

  /// The camera whose light and read noise stand in for the unknown one, with a sky of ``skyElectrons``.
  static let sensor = Sensor.asi2600g100
  static let skyElectrons = 400.0

  /// What is added to a frame: the standard deviation on its sky, and the noise that it had, both in its own units.
  static func wantedNoise(_ image: AstroImage) -> (added: Double, own: Double) {
    var wanted = (added: 0.0, own: 0.0)
    for plane in image.lightPlanes {
      let before = FrameNoise(plane: image.planes[plane], width: image.width)
      var bright = image.planes[plane].filter(\.isFinite)
      bright.sort()
      let top =
        bright.isEmpty ? 0 : Double(bright[min(bright.count - 1, bright.count * 999 / 1000)])
      let factor = (noiseFactor * noiseFactor - 1).squareRoot()
      let least = leastShare * max(top - before.skyLevel, 0)
      let added = max(factor * before.sigma, least, abs(before.skyLevel) * 1e-6)
      if added > wanted.added { wanted = (added, before.sigma) }
    }
    if wanted.added == 0 { wanted.added = 1 }
    return wanted
  }

  /// Says where the stars of a frame without a catalogue come from.
  static func starNotes(_ scene: EvaluationScene) -> [String] {
    guard let catalogue = scene.catalogue else {
      return ["the reference shows no stars that can be measured; checks of stars do not apply"]
    }
    return [
      "\(catalogue.sources.count) stars were found in the reference itself, with a FWHM of \(decimal(scene.pointSpreadFWHM, 2)) px"
    ]
  }

  static func trainingFrame(_ frame: FrameFiles.Frame) -> TrainingFrame {
    let planes = frame.image.lightPlanes
    let (added, own) = wantedNoise(frame.image)
    let sky = FrameNoise(plane: frame.image.planes[planes[0]], width: frame.image.width).skyLevel
    let electrons = skyElectrons + sensor.readNoise * sensor.readNoise
    return TrainingFrame(
      name: frame.name, clean: frame.image,
      noise: .added(
        TrainingFrame.AddedNoise(
          floorVariance: Float(added * added), slope: Float(added / electrons.squareRoot()),
          floor: Float(sky), ownVariance: Float(own * own))), planes: planes)
  }

  static func judgedScene(
    _ frame: FrameFiles.Frame, split: RunRecord.Split, size: Int, seed: UInt64
  ) throws -> JudgedScene {
    let window = frame.image.centre(side: size)
    let reference = window.keepingLight()
    let (added, own) = wantedNoise(reference)
    func noisy(_ exposure: Int) throws -> AstroImage {
      try sensor.addNoise(
        to: reference, level: .sigma(added), skyElectrons: skyElectrons,
        ceiling: frame.image.fullScale,
        random: RandomSource(seed: seed, name: "noise/\(frame.name)/\(exposure)")
      ).image
    }
    let scene = try EvaluationScene.surveyed(
      name: frame.name, reference: reference, noisy: try noisy(0), secondNoisy: try noisy(1),
      fullScale: frame.image.fullScale)
    var notes: [String] = []
    if window.width < frame.image.width || window.height < frame.image.height {
      notes.append(
        "scored on the middle \(window.width) x \(window.height) of \(frame.image.width) x \(frame.image.height) pixels"
      )
    }
    notes += starNotes(scene)
    return JudgedScene(
      scene: scene,
      record: SceneRecord(
        name: frame.name, target: frame.target, split: split,
        origin: "user frame with added noise", kind: "user",
        sensor: frame.image.metadata["INSTRUME"],
        filter: frame.image.metadata["FILTER"], width: reference.width, height: reference.height,
        channels: reference.channels, fullScale: frame.image.fullScale,
        skyNoise: added, referenceNoise: own,
        sha256: frame.sha256, notes: notes))
  }
}

extension AstroImage {
  /// The frame without planes that are no light (alpha, masks).
  func keepingLight() -> AstroImage {
    guard lightPlanes.count < planes.count else { return self }
    return AstroImage(
      width: width, height: height, planes: lightPlanes.map { planes[$0] },
      channelNames: lightPlanes.map { channelNames[$0] }, sampleFormat: sampleFormat,
      metadata: metadata)
  }
}
