import AstroImages
import Checks
import Evaluation
import Foundation

/// Runs every candidate on every judged scene and measures every check.
struct Judge {
  let threads: Int
  let seed: UInt64
  let folder: RunFolder
  /// Scenes of the test split that get pictures.
  var pictured = 8

  struct Outcome {
    var entries: [Comparison.Entry]
    var rows: [RunRecord.Row]
    var crops: [CropSet]
    var previews: [FramePreview] = []
    var profiles: [BackgroundProfile] = []
    var errorProfiles: [ErrorProfile] = []
    var planeNoise: [PlaneNoise] = []
    var stars = StarWriter()
    var worst: WorstCrops?
    var inputHashes: [Provenance.NamedHash]
  }

  func judge(_ entries: [Comparison.Entry], on scenes: [JudgedScene]) throws -> Outcome {
    let progress = Progress("judging")
    var entries = entries
    var outcome = Outcome(entries: [], rows: [], crops: [], inputHashes: [])
    var secondsSpent = [Double](repeating: 0, count: entries.count)
    var megapixels = 0.0
    var pictures = 0
    let clock = ContinuousClock()
    for (index, judged) in scenes.enumerated() {
      guard !Interruption.isRequested else {
        throw Interrupted(
          description:
            "judging was interrupted; the trained models are in \(folder.path)/training, the same command continues"
        )
      }
      let scene = judged.scene
      let light = Double(scene.noisy.pixelCount * scene.noisy.lightPlanes.count)
      if judged.record.split == .test { megapixels += light / 1e6 }
      var outputs: [Result<AstroImage, any Error>] = []
      for slot in entries.indices {
        let started = clock.now
        let output = Result { try entries[slot].candidate.denoise(scene.noisy) }
        if judged.record.split == .test { secondsSpent[slot] += seconds(clock.now - started) }
        outputs.append(output)
        progress.update(
          index * entries.count + slot, scenes.count * entries.count,
          "\(entries[slot].record.name) on \(judged.record.name)")
      }
      let findings = try findings(scene, outputs: outputs, candidates: entries.map(\.candidate))
      for (entry, list) in zip(entries, findings) {
        for (check, result) in list {
          outcome.rows.append(
            RunRecord.Row(
              candidate: entry.record.name, seed: seed, scene: judged.record.name,
              split: judged.record.split, check: check, outcome: result))
        }
      }
      outcome.inputHashes.append(
        .init(name: "input/" + judged.record.name, sha256: Self.hash(scene.noisy)))
      guard judged.record.split == .test else { continue }
      let names = entries.map(\.record.name)
      // Splits come one after the other, so that the winner is known when testing begins.
      let winner = Winner.choose(entries, rows: outcome.rows)?.candidate
      let profiles = try profiles(judged, outputs, names: names)
      for found in profiles {
        outcome.profiles += found.background
        outcome.errorProfiles += found.errors
        outcome.planeNoise += found.noise
      }
      let stars = try FrameStars(scene, candidates: names, outputs: outputs, threads: threads)
      outcome.stars.add(stars, of: judged.record.name)
      let frame = CropFrame(judged, candidates: names, outputs: outputs, stars: stars)
      if let winner, let slot = names.firstIndex(of: winner) {
        var worst = outcome.worst ?? WorstCrops(candidate: winner)
        try worst.add(profiles[slot].worst + stars.worst(of: winner), of: frame)
        outcome.worst = worst
      }
      if pictures < pictured {
        let pictured = try CropWriter(folder: folder, number: pictures).write(frame)
        outcome.crops += pictured.crops
        outcome.previews.append(pictured.preview)
        pictures += 1
      }
    }
    try outcome.worst?.write(to: folder, beside: &outcome.crops)
    for slot in entries.indices where megapixels > 0 {
      entries[slot].record.secondsPerMegapixel = secondsSpent[slot] / megapixels
    }
    outcome.entries = entries
    progress.finish(
      "\(entries.count) candidates on \(scenes.count) frames, \(Checks.all.count) checks")
    return outcome
  }

  /// Every check on every output; a candidate that failed has failed rows, and the others are judged all the same.
  private func findings(
    _ scene: EvaluationScene, outputs: [Result<AstroImage, any Error>],
    candidates: [any Candidate]
  ) throws -> [[Runner.Row]] {
    @Sendable func rows(_ slot: Int) -> [Runner.Row] {
      switch outputs[slot] {
      case .success(let image):
        return Runner.rows(
          denoised: image, scene: scene, checks: Checks.all,
          denoiser: { try candidates[slot].denoise($0) })
      case .failure(let error):
        let message = "\(candidates[slot].name) failed on \(scene.name): \(error)"
        return Checks.all.map { ($0.metadata.id, .failed(message: message)) }
      }
    }
    guard !outputs.isEmpty else { return [] }
    // One candidate warms the scene's shared measurements before the others ask for them at the same time.
    return [rows(0)] + (try parallelMap(outputs.count - 1, threads: threads) { rows($0 + 1) })
  }

  /// What one output did to one frame, place by place.
  private struct Profiles: Sendable {
    var background: [BackgroundProfile] = []
    var errors: [ErrorProfile] = []
    var noise: [PlaneNoise] = []
    var worst: [WorstPlace] = []
  }

  /// What every output did to the frame: profiles of the plane that has the most light. A candidate that failed, or a scene that
  /// has no sky, has rows that say so, and no profiles.
  private func profiles(
    _ judged: JudgedScene, _ outputs: [Result<AstroImage, any Error>], names: [String]
  ) throws -> [Profiles] {
    guard let plane = judged.scene.brightestPlane else {
      return outputs.map { _ in Profiles() }
    }
    let scene = judged.record.name
    return try parallelMap(outputs.count, threads: threads) { slot -> Profiles in
      var result = Profiles()
      guard case .success(let image) = outputs[slot], judged.scene.isOnGrid(image) else {
        return result
      }
      let sample = Sample(scene: judged.scene, denoised: image)
      let name = names[slot]
      if let cells = try? BackgroundCells(sample, plane: plane) {
        result.background = BackgroundProfile.Axis.allCases.map {
          cells.profile($0, scene: scene, candidate: name)
        }
      }
      result.errors = [
        try? ErrorProfile.border(sample, plane: plane, scene: scene, candidate: name),
        try? ErrorProfile.seams(sample, plane: plane, scene: scene, candidate: name),
        try? ErrorProfile.phases(sample, plane: plane, scene: scene, candidate: name),
      ].compactMap { $0 }
      result.noise = (try? PlaneNoise.planes(sample, scene: scene, candidate: name)) ?? []
      result.worst = WorstPlace.all(sample, plane: plane)
      return result
    }
  }

  /// The SHA-256 of a frame's float32 planes, little-endian, in order.
  static func hash(_ image: AstroImage) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(image.planes.count * image.pixelCount * 4)
    for plane in image.planes {
      for value in plane {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return SHA256.hexadecimal(of: bytes)
  }
}
