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
  var pictured = 4

  struct Outcome {
    var entries: [Comparison.Entry]
    var rows: [RunRecord.Row]
    var crops: [CropSet]
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
      let findings = try findings(scene, outputs: outputs, names: entries.map(\.record.name))
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
      if judged.record.split == .test, pictures < pictured {
        outcome.crops += try picture(judged, entries, outputs, number: pictures)
        pictures += 1
      }
    }
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
    _ scene: EvaluationScene, outputs: [Result<AstroImage, any Error>], names: [String]
  ) throws -> [[Runner.Row]] {
    @Sendable func rows(_ slot: Int) -> [Runner.Row] {
      switch outputs[slot] {
      case .success(let image):
        return Runner.rows(denoised: image, scene: scene, checks: Checks.all)
      case .failure(let error):
        let message = "\(names[slot]) failed on \(scene.name): \(error)"
        return Checks.all.map { ($0.metadata.id, .failed(message: message)) }
      }
    }
    guard !outputs.isEmpty else { return [] }
    // One candidate warms the scene's shared measurements before the others ask for them at the same time.
    return [rows(0)] + (try parallelMap(outputs.count - 1, threads: threads) { rows($0 + 1) })
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

  func picture(
    _ judged: JudgedScene, _ entries: [Comparison.Entry],
    _ outputs: [Result<AstroImage, any Error>], number: Int
  ) throws -> [CropSet] {
    let scene = judged.scene
    let renderer = CropRenderer(scene: scene, skyNoise: Float(judged.record.skyNoise ?? 1))
    _ = try folder.folder("crops")
    return try CropPlanner().crops(of: scene).enumerated().map { cropNumber, crop in
      func save(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = "crops/\(number + 1)-\(cropNumber + 1)-\(name).png"
        try AtomicFile.write(bytes, to: folder.path + "/" + file)
        return file
      }
      var panels = [
        CropSet.Panel(
          role: .input, candidate: nil,
          file: try save(try renderer.picture(scene.noisy, crop), "input"))
      ]
      if let reference = scene.reference {
        panels.append(
          .init(
            role: .reference, candidate: nil,
            file: try save(try renderer.picture(reference, crop), "reference")))
      }
      for (slot, (entry, output)) in zip(entries, outputs).enumerated() {
        let name = entry.record.name
        guard case .success(let output) = output else { continue }
        panels.append(
          .init(
            role: .output, candidate: name,
            file: try save(try renderer.picture(output, crop), "output-\(slot + 1)")))
        if let reference = scene.reference {
          panels.append(
            .init(
              role: .difference, candidate: name,
              file: try save(
                try renderer.difference(output, reference, crop), "difference-\(slot + 1)")))
        }
      }
      return CropSet(
        scene: judged.record.name, x: crop.x, y: crop.y, width: crop.width, height: crop.height,
        reason: crop.reason, stretch: renderer.stretchDescription,
        differenceScale: renderer.differenceDescription, panels: panels)
    }
  }
}
