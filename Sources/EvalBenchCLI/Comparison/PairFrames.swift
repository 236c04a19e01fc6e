import AstroImages
import Checks
import Evaluation
import Foundation
import Networks
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
    let matched = try match(pairs, threads: threads)
    let splits = FrameFiles.splits(matched.map { target($0) }, seed: seed)
    func ranked(_ split: RunRecord.Split) -> [Pair] {
      matched.filter { splits[target($0)] == split }
        .sorted { UserFrames.rank($0.noisy, seed) < UserFrames.rank($1.noisy, seed) }
    }
    var notes = [
      "\(matched.count) real pairs: the clean side is taken as the truth, with the noise that it still has"
    ]
    let isSimulated = !splits.values.contains(.train)
    if isSimulated {
      notes.append(
        "fewer than three targets: all of them judge, and networks learn and are chosen on simulated skies"
      )
    }
    func judged(_ split: RunRecord.Split, limit: Int) throws -> [JudgedScene] {
      let chosen = Array(ranked(split).prefix(limit))
      return try parallelMap(chosen.count, threads: threads) { index in
        try judgedScene(chosen[index], split: split, size: settings.size)
      }
    }
    let skies = try SimulatedFrames.training(settings, seed: seed, threads: threads)
    return ComparisonFrames(
      training: isSimulated ? skies : ranked(.train).map(trainingFrame),
      trainingValidation: isSimulated
        ? try SimulatedFrames.trainingValidation(settings, seed: seed, threads: threads)
        : ranked(.validation).map(trainingFrame),
      validation: isSimulated
        ? try SimulatedFrames.judged(
          .validation, count: settings.validation, size: settings.size, seed: seed,
          threads: threads) : try judged(.validation, limit: settings.validation),
      test: try judged(.test, limit: settings.test), notes: notes,
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
    _ folders: CompareConfiguration.Pairs, threads: Int
  ) throws -> [Pair] {
    let (noisy, noisySkipped) = try FrameFiles.read(folders.noisy, threads: threads)
    let (clean, cleanSkipped) = try FrameFiles.read(folders.clean, threads: threads)
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
      guard a.width == b.width, a.height == b.height, a.channels == b.channels else {
        throw RunError(
          "\(frame.name): the noisy frame is \(a.width) x \(a.height) with \(a.channels) planes, the clean one \(b.width) x \(b.height) with \(b.channels); a pair must lie on one grid"
        )
      }
      return Pair(noisy: frame, clean: partner)
    }
  }

  private static func trainingFrame(_ pair: Pair) -> TrainingFrame {
    let clean = pair.clean.image.keepingLight()
    return TrainingFrame(
      name: pair.noisy.name, clean: clean, noise: .recorded(pair.noisy.image.keepingLight()),
      planes: Array(clean.planes.indices))
  }

  private static func judgedScene(
    _ pair: Pair, split: RunRecord.Split, size: Int
  ) throws -> JudgedScene {
    let reference = pair.clean.image.keepingLight().centre(side: size)
    let noisy = pair.noisy.image.keepingLight().centre(side: size)
    let noise = FrameStatistics(
      measuring: noisy.planes[0], width: noisy.width, height: noisy.height
    ).noise
    let own = FrameStatistics(
      measuring: reference.planes[0], width: reference.width, height: reference.height
    ).noise
    let scene = try EvaluationScene.surveyed(
      name: pair.noisy.name, reference: reference, noisy: noisy,
      fullScale: pair.noisy.image.fullScale)
    return JudgedScene(
      scene: scene,
      record: SceneRecord(
        name: pair.noisy.name, target: target(pair), split: split, origin: "real pair",
        kind: "user", sensor: pair.noisy.image.metadata["INSTRUME"],
        filter: pair.noisy.image.metadata["FILTER"], width: reference.width,
        height: reference.height, channels: reference.channels,
        fullScale: pair.noisy.image.fullScale, skyNoise: Double(noise),
        referenceNoise: Double(own), sha256: pair.noisy.sha256, notes: UserFrames.starNotes(scene)))
  }
}
