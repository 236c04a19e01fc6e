import AstroImages
import Evaluation
import Networks
import Skies
import SkyMeasurement
import Training

/// The user's own frames as scenes: each is taken as if it were clean, and noise is added to it.
enum UserFrames {
  /// The added noise on the sky, in units of the noise that the frame already has.
  static let noiseFactor: Float = 4
  /// A frame with less noise than this fraction of its brightest 0.1 % is given that much instead.
  static let leastShare: Float = 0.002

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

  /// Noise for a frame whose camera is not known: half of the sky's variance is photon noise.
  ///
  /// Photon noise grows with the signal, so the slope is such that a pixel one sky-to-highlight range above the sky has 17
  /// times the sky's variance; that is the ratio of a star near full scale on a sky of 400 electrons in a 16-bit camera to
  /// within a factor of three.
  static func addedNoise(_ image: AstroImage, plane: Int) -> (TrainingFrame.AddedNoise, own: Float)
  {
    let statistics = FrameStatistics(
      measuring: image.planes[plane], width: image.width, height: image.height)
    var bright = image.planes[plane].filter(\.isFinite)
    bright.sort()
    let top = bright.isEmpty ? 0 : bright[min(bright.count - 1, bright.count * 999 / 1000)]
    let range = max(top - statistics.background, 0)
    let sigma = max(noiseFactor * statistics.noise, leastShare * range)
    let variance = sigma * sigma
    return (
      TrainingFrame.AddedNoise(
        floorVariance: variance, slope: range > 0 ? 16 * variance / range : 0,
        floor: statistics.background, ownVariance: statistics.noise * statistics.noise),
      statistics.noise
    )
  }

  static func trainingFrame(_ frame: FrameFiles.Frame) -> TrainingFrame {
    let planes = frame.image.lightPlanes
    // Planes of one frame share their noise model: that of the first plane of light.
    let (noise, _) = addedNoise(frame.image, plane: planes[0])
    return TrainingFrame(
      name: frame.name, clean: frame.image, noise: .added(noise), planes: planes)
  }

  static func judgedScene(
    _ frame: FrameFiles.Frame, split: RunRecord.Split, size: Int, seed: UInt64
  ) throws -> JudgedScene {
    let window = frame.image.centre(side: size)
    let reference = window.keepingLight()
    func noisy(_ exposure: Int) -> AstroImage {
      var result = reference
      for plane in reference.planes.indices {
        let (noise, _) = addedNoise(reference, plane: plane)
        var random = RandomSource(seed: seed, name: "noise/\(frame.name)/\(plane)/\(exposure)")
        for i in result.planes[plane].indices {
          let value = reference.planes[plane][i]
          let variance = noise.floorVariance + noise.slope * max(value - noise.floor, 0)
          result.planes[plane][i] = value + Float(random.normal()) * variance.squareRoot()
        }
      }
      return result
    }
    let (noise, own) = addedNoise(reference, plane: 0)
    let stars = StarsOfReference(reference, noiseSigma: Double(noise.floorVariance.squareRoot()))
    var notes: [String] = []
    if window.width < frame.image.width || window.height < frame.image.height {
      notes.append(
        "scored on the middle \(window.width) x \(window.height) of \(frame.image.width) x \(frame.image.height) pixels"
      )
    }
    notes += stars.notes
    return JudgedScene(
      scene: EvaluationScene(
        name: frame.name, reference: reference, noisy: noisy(0), secondNoisy: noisy(1),
        catalogue: stars.catalogue, patches: nil, pointSpreadFWHM: stars.fwhm,
        fullScale: frame.image.fullScale),
      record: SceneRecord(
        name: frame.name, target: frame.target, split: split,
        origin: "user frame with added noise", kind: "user", sensor: frame.image.metadata["INSTRUME"],
        filter: frame.image.metadata["FILTER"], width: reference.width, height: reference.height,
        channels: reference.channels, fullScale: frame.image.fullScale,
        skyNoise: Double(noise.floorVariance.squareRoot()), referenceNoise: Double(own),
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
