import AstroImages
import Checks
import Evaluation
import Foundation
import Skies
import Training

/// Real pairs: a folder of noisy frames and a folder of clean ones that match by name.
enum PairFrames {
  private struct Pair: Sendable {
    var noisy: FrameFiles.Frame
    var clean: FrameFiles.Frame
  }

  static func frames(
    _ pairs: CompareConfiguration.Pairs, settings: SceneSettings, seed: UInt64, threads: Int
  ) throws -> ComparisonFrames {
    let matched = try match(
      pairs, threads: threads, keeping: max(settings.size, UserFrames.learningSide))
    let splits = FrameFiles.splits(matched.map { target($0) }, seed: seed)
    let order = FrameFiles.turns(matched.map(\.clean), seed: seed)
    func ranked(_ split: RunRecord.Split) -> [Pair] {
      order.map { matched[$0] }.filter { splits[target($0)] == split }
    }
    var notes = [
      "\(matched.count) real pairs: the clean side is taken as the truth, with the noise that it still has; both sides' noise is listed with each pair."
    ]
    let isSimulated = !splits.values.contains(.train)
    if isSimulated {
      notes.append(
        FrameTargets.tooFew
      )
    }
    func judged(_ split: RunRecord.Split, limit: Int) throws -> [JudgedScene] {
      let chosen = Array(ranked(split).prefix(limit))
      if ranked(split).count > limit {
        notes.append(
          "\(limit) of the \(ranked(split).count) \(split.rawValue) pairs are scored, from every target in turn; raise scenes.\(split.rawValue) for more."
        )
      }
      return try parallelMap(chosen.count, threads: threads) { index in
        try judgedScene(chosen[index], split: split, size: settings.size)
      }
    }
    let test = try judged(.test, limit: settings.test)
    let validation =
      isSimulated
      ? try SimulatedFrames.judged(
        .validation, count: settings.validation, size: settings.size, seed: seed,
        threads: threads) : try judged(.validation, limit: settings.validation)
    return ComparisonFrames(
      training: isSimulated
        ? try SimulatedFrames.training(settings, seed: seed, threads: threads)
        : ranked(.train).map(trainingFrame),
      trainingValidation: isSimulated
        ? try SimulatedFrames.trainingValidation(settings, seed: seed, threads: threads)
        : ranked(.validation).map(trainingFrame),
      validation: validation, test: test, notes: notes,
      hashes: matched.flatMap { pair in
        [
          Provenance.NamedHash(name: "noisy/" + pair.noisy.name, sha256: pair.noisy.sha256),
          Provenance.NamedHash(name: "clean/" + pair.clean.name, sha256: pair.clean.sha256),
        ]
      })
  }

  private static func target(_ pair: Pair) -> String { pair.clean.target }

  /// Pairs by the name without its extension; a frame without a partner, or on another grid, is an error.
  private static func match(
    _ folders: CompareConfiguration.Pairs, threads: Int, keeping side: Int
  ) throws -> [Pair] {
    let (noisy, noisySkipped) = try FrameFiles.read(
      folders.noisy, threads: threads, keeping: side)
    let (clean, cleanSkipped) = try FrameFiles.read(
      folders.clean, threads: threads, keeping: side)
    if let problem = (noisySkipped + cleanSkipped).first {
      throw RunError("\(problem): every frame of a pair must be readable; mend or remove it")
    }
    func stem(_ frame: FrameFiles.Frame) -> String {
      URL(filePath: frame.name).deletingPathExtension().relativePath
    }
    let partners = Dictionary(clean.map { (stem($0), $0) }) { first, _ in first }
    let names = Set(noisy.map(stem))
    if let alone = noisy.first(where: { partners[stem($0)] == nil }) {
      throw RunError(
        "\(folders.noisy)/\(alone.name): has no partner in \(folders.clean); a clean frame needs the same name"
      )
    }
    if let alone = clean.first(where: { !names.contains(stem($0)) }) {
      throw RunError(
        "\(folders.clean)/\(alone.name): has no partner in \(folders.noisy); a noisy frame needs the same name"
      )
    }
    return try noisy.compactMap { frame in
      guard let partner = partners[stem(frame)] else { return nil }
      let (a, b) = (frame.image.keepingLight(), partner.image.keepingLight())
      guard frame.fullWidth == partner.fullWidth, frame.fullHeight == partner.fullHeight,
        a.channels == b.channels
      else {
        throw RunError(
          "\(frame.name): the noisy frame is \(frame.fullWidth) x \(frame.fullHeight) with \(a.channels) planes, the clean one \(partner.fullWidth) x \(partner.fullHeight) with \(b.channels); a pair must lie on one grid"
        )
      }
      return Pair(noisy: frame, clean: partner)
    }
  }

  private static func trainingFrame(_ pair: Pair) -> TrainingFrame {
    let clean = pair.clean.image.keepingLight()
    return TrainingFrame(
      name: pair.noisy.name, clean: clean, noise: .recorded(pair.noisy.image.keepingLight()),
      planes: Array(clean.planes.indices),
      origin: UserFrames.origin(pair.clean, files: [pair.noisy.sha256, pair.clean.sha256]))
  }

  private static func judgedScene(
    _ pair: Pair, split: RunRecord.Split, size: Int
  ) throws -> JudgedScene {
    let reference = pair.clean.image.keepingLight().centre(side: size)
    let noisy = pair.noisy.image.keepingLight().centre(side: size)
    let plane = reference.lightPlanes.first ?? 0
    let noise = FrameNoise(plane: noisy.planes[plane], width: noisy.width).sigma
    let own = FrameNoise(plane: reference.planes[plane], width: reference.width).sigma
    let fullScale = max(pair.noisy.fullScale, pair.clean.fullScale)
    let width = try pair.clean.image.keepingLight().starWidth(noise: own, fullScale: fullScale)
    let scene = try EvaluationScene.surveyed(
      name: pair.noisy.name, reference: reference, noisy: noisy,
      pointSpreadFWHM: width, fullScale: fullScale)
    let notes = UserFrames.frameNotes(pair.noisy, scored: noisy)
    let facts = FrameFacts(pair.noisy.image.metadata)
    return JudgedScene(
      scene: scene,
      record: SceneRecord(
        name: pair.noisy.name, target: target(pair), split: split, origin: "real pair",
        kind: "user", sensor: facts.sensor, filter: facts.filter, width: reference.width,
        height: reference.height, channels: reference.channels,
        fullScale: fullScale, skyNoise: noise, referenceNoise: own,
        sha256: pair.noisy.sha256, notes: notes + UserFrames.starNotes(scene),
        signalLevel: SignalLevel.name(noisy, noise: noise), pixelScale: facts.pixelScale))
  }
}
