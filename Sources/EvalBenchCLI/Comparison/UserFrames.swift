import AstroImages
import Checks
import Evaluation
import Foundation
import Randomness
import Skies
import Training

/// The user's own frames as scenes: each is taken as if it were clean, and noise is added to it.
enum UserFrames {
  /// Networks learn from the middle of a frame, at most this many pixels a side.
  static let learningSide = 1024
  /// The noise on the sky of what is judged, in units of the noise that the frame already has.
  static let noiseFactor = 4.0
  /// A frame with less noise than this fraction of its brightest 0.1 % is given that much instead.
  static let leastShare = 0.002

  static func frames(
    _ folder: String, settings: SceneSettings, seed: UInt64, threads: Int
  ) throws -> ComparisonFrames {
    let (frames, skipped) = try FrameFiles.read(
      folder, threads: threads, keeping: max(settings.size, learningSide))
    let splits = FrameFiles.splits(frames.map(\.target), seed: seed)
    let order = FrameFiles.turns(frames, seed: seed)
    func ranked(_ split: RunRecord.Split) -> [FrameFiles.Frame] {
      order.map { frames[$0] }.filter { splits[$0.target] == split }
    }
    var notes = FrameFiles.summary(ofSkipped: skipped)
    let targets = Set(frames.map(\.target)).count
    notes.append(
      "\(frames.count) frames of \(targets) target\(targets == 1 ? "" : "s") from \(folder) are taken as clean scenes: noise is added until the sky is \(Int(noiseFactor)) times as noisy as it was. The noise that they already had stays in the reference and bounds what can be measured; both are listed with each frame."
    )
    let simulated = splits.values.contains(.train) == false
    if simulated {
      notes.append(
        FrameTargets.tooFew
      )
    }
    func judged(_ split: RunRecord.Split, limit: Int) throws -> [JudgedScene] {
      let chosen = Array(ranked(split).prefix(limit))
      if ranked(split).count > limit {
        notes.append(
          "\(limit) of the \(ranked(split).count) \(split.rawValue) frames are scored, from every target in turn; raise scenes.\(split.rawValue) for more."
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
    return ComparisonFrames(
      training: skies + ranked(.train).prefix(settings.training).map(trainingFrame),
      trainingValidation: simulated
        ? try SimulatedFrames.trainingValidation(settings, seed: seed, threads: threads)
        : ranked(.validation).map(trainingFrame),
      validation: validation, test: test, notes: notes,
      hashes: frames.map { Provenance.NamedHash(name: $0.name, sha256: $0.sha256) })
  }

  /// The camera whose light and read noise stand in for the unknown one, with a sky of ``skyElectrons``.
  static let sensor = Sensor.asi2600g100
  static let skyElectrons = 400.0

  /// What is added to a frame: the standard deviation on its sky, the noise that it had there, and the sky's level, all in its
  /// own units and of the plane that asks for most.
  struct Noise {
    var added = 0.0
    var own = 0.0
    var sky = 0.0

    init(for image: AstroImage) {
      for plane in image.lightPlanes {
        let before = FrameNoise(plane: image.planes[plane], width: image.width)
        var bright = image.planes[plane].filter(\.isFinite)
        bright.sort()
        let top =
          bright.isEmpty ? 0 : Double(bright[min(bright.count - 1, bright.count * 999 / 1000)])
        let factor = (noiseFactor * noiseFactor - 1).squareRoot()
        let least = leastShare * max(top - before.skyLevel, 0)
        let wanted = max(factor * before.sigma, least, abs(before.skyLevel) * 1e-6)
        if wanted > added { (added, own, sky) = (wanted, before.sigma, before.skyLevel) }
      }
      if added == 0 { added = 1 }
    }
  }

  /// Says where the stars of a frame without a catalogue come from.
  static func starNotes(_ scene: EvaluationScene) -> [String] {
    guard let catalogue = scene.catalogue, !catalogue.sources.isEmpty else {
      return ["the reference shows no stars that can be measured; checks of stars do not apply"]
    }
    return [
      "\(catalogue.sources.count { $0.role == "star" }) stars and \(catalogue.sources.count { $0.role != "star" }) wider or crowded sources were found in the reference itself; the stars' FWHM is \(decimal(scene.pointSpreadFWHM, 2)) px"
    ]
  }

  private static func trainingFrame(_ frame: FrameFiles.Frame) -> TrainingFrame {
    let image = frame.image.centre(side: learningSide)
    let noise = Noise(for: image)
    let electrons = skyElectrons + sensor.readNoise * sensor.readNoise
    return TrainingFrame(
      name: frame.name, clean: image,
      noise: .added(
        TrainingFrame.AddedNoise(
          floorVariance: Float(noise.added * noise.added),
          slope: Float(noise.added / electrons.squareRoot()), floor: Float(noise.sky),
          ownVariance: Float(noise.own * noise.own))), planes: image.lightPlanes,
      origin: origin(frame, files: [frame.sha256]))
  }

  /// What a network that learns from a frame has met.
  static func origin(_ frame: FrameFiles.Frame, files: [String]) -> TrainingFrame.Origin {
    let facts = FrameFacts(frame.image.metadata)
    return .init(
      target: frame.target, files: files, sensor: facts.sensor, filter: facts.filter, kind: "user")
  }

  /// What a reader of the report must know about a frame, one sentence each.
  static func frameNotes(_ frame: FrameFiles.Frame, scored: AstroImage) -> [String] {
    var notes = frame.image.metadata.warnings.filter { !$0.hasPrefix("a Bayer mosaic") }
    if let pattern = frame.image.bayerPattern {
      notes.append(
        "a Bayer mosaic (\(pattern.rawValue)), judged as one plane without its colours: neighbouring pixels differ by their filters, so the figures of texture, pattern and stars mean little; debayer the frames for a fair test"
      )
    }
    if scored.sampleFormat == .uint8 {
      notes.append(
        "an 8-bit picture: it was stretched and rounded before, so its noise is no sensor's and its figures of brightness are of the picture and not of light"
      )
    }
    let missing =
      scored.lightPlanes.map { plane in
        scored.planes[plane].count { !$0.isFinite }
      }.max() ?? 0
    if missing > 0 {
      notes.append(
        "\(decimal(Double(missing) / Double(scored.pixelCount) * 100, 2)) % of the pixels hold no number; they are left out"
      )
    }
    if scored.width < frame.fullWidth || scored.height < frame.fullHeight {
      notes.append(
        "scored on the middle \(scored.width) x \(scored.height) of \(frame.fullWidth) x \(frame.fullHeight) pixels"
      )
    }
    return notes
  }

  static func judgedScene(
    _ frame: FrameFiles.Frame, split: RunRecord.Split, size: Int, seed: UInt64
  ) throws -> JudgedScene {
    let reference = frame.image.centre(side: size).keepingLight()
    let notes = frameNotes(frame, scored: reference)
    let noise = Noise(for: reference)
    // An exposure is not rounded and not cut at zero: that would shift the sky of frames whose black is 0, and no check of
    // brightness could tell it from a candidate's error.
    var exact = reference
    exact.sampleFormat = .float32
    let ground = exact
    func noisy(_ exposure: Int) throws -> AstroImage {
      var exposed = try sensor.addNoise(
        to: ground, level: .sigma(noise.added), skyElectrons: skyElectrons,
        ceiling: frame.fullScale,
        random: RandomSource(seed: seed, name: "noise/\(frame.name)/\(exposure)")
      ).image
      exposed.sampleFormat = reference.sampleFormat
      return exposed
    }
    // The whole of what was read, at its own noise, shows more stars than the scored window at the input's.
    let width = try frame.image.starWidth(noise: noise.own, fullScale: frame.fullScale)
    let scene = try EvaluationScene.surveyed(
      name: frame.name, reference: reference, noisy: try noisy(0), secondNoisy: try noisy(1),
      pointSpreadFWHM: width, fullScale: frame.fullScale)
    let facts = FrameFacts(frame.image.metadata)
    return JudgedScene(
      scene: scene,
      record: SceneRecord(
        name: frame.name, target: frame.target, split: split,
        origin: "user frame with added noise", kind: "user",
        sensor: facts.sensor, filter: facts.filter, width: reference.width,
        height: reference.height,
        channels: reference.channels, fullScale: frame.fullScale,
        skyNoise: hypot(noise.added, noise.own), referenceNoise: noise.own, sha256: frame.sha256,
        notes: notes + starNotes(scene),
        signalLevel: SignalLevel.name(scene.noisy, noise: hypot(noise.added, noise.own)),
        pixelScale: facts.pixelScale))
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
