import AstroImages
import Checks
import Evaluation
import Exposures
import Foundation
import SkyMeasurement

/// Judges candidates on stacks of real exposures, by the exposures that had no part in each output.
struct StackJudge {
  let judge: Judge
  let settings: SceneSettings
  let threads: Int

  struct Outcome {
    var rows: [RunRecord.Row] = []
    var scenes: [SceneRecord] = []
    var crops: [CropSet] = []
    var previews: [FramePreview] = []
    var stars = StarWriter()
    var inputHashes: [Provenance.NamedHash] = []
    /// Wall-clock seconds a megapixel, one an entry.
    var cost: [Double] = []
    var notes: [String] = []
  }

  /// The largest window of a frame that is judged: twice the side of simulated scenes.
  var side: Int { 2 * settings.size }

  func judge(_ entries: [Comparison.Entry], on stacks: [ExposureStack]) throws -> Outcome {
    let progress = Progress("judging stacks")
    var outcome = Outcome()
    var spent = [Duration](repeating: .zero, count: entries.count)
    var megapixels = 0.0
    for (number, stack) in stacks.enumerated() {
      let chosen = Self.chosen(stack.members.count, most: max(settings.test, 2))
      var frames: [Frame] = []
      for index in chosen {
        try Interruption.check()
        progress.update(number, stacks.count, "\(stack.members[index].exposure.name)")
        do {
          frames.append(try frame(stack, index, entries, &spent))
          megapixels +=
            Double(frames[frames.count - 1].input.pixelCount) / 1e6
            * Double(frames[frames.count - 1].input.channels)
        } catch let error as ExposureError {
          outcome.notes.append("\(error.description); not judged.")
        }
      }
      let judged = frames
      let scored = try parallelMap(judged.count, threads: threads) { slot in
        try rows(judged[slot], partner: judged[(slot + 1) % judged.count], stack, entries)
      }
      for (slot, (frame, rows)) in zip(frames, scored).enumerated() {
        outcome.rows += rows
        outcome.scenes.append(record(frame, stack))
        outcome.inputHashes.append(
          .init(name: "input/" + frame.name, sha256: Judge.hash(frame.input)))
        let scene = scene(frame)
        let names = entries.map(\.record.name)
        let stars = try FrameStars(
          scene, candidates: names, outputs: frame.outputs, threads: threads)
        outcome.stars.add(stars, of: frame.name)
        if slot == 0, outcome.previews.count < judge.pictured {
          let pictured = try CropWriter(folder: judge.folder, number: number).write(
            CropFrame(
              JudgedScene(scene: scene, record: record(frame, stack)), candidates: names,
              outputs: frame.outputs, stars: stars))
          outcome.crops += pictured.crops
          outcome.previews.append(pictured.preview)
        }
      }
      let halves = try halfStacks(stack, entries, &spent, &megapixels)
      outcome.rows += halves.rows
      outcome.scenes.append(halves.record)
    }
    outcome.cost = spent.map { megapixels > 0 ? seconds($0) / megapixels : 0 }
    progress.finish(
      "\(entries.count) candidates on \(outcome.scenes.count - stacks.count) frames of \(stacks.count) stack\(stacks.count == 1 ? "" : "s")"
    )
    return outcome
  }

  /// One frame of a stack with every candidate's output on its window.
  private struct Frame: Sendable {
    var index: Int
    var name: String
    var window: FrameWindow
    var views: [StackView]
    var input: AstroImage
    var outputs: [Result<AstroImage, any Error>]
  }

  /// Evenly chosen members.
  static func chosen(_ count: Int, most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    return (0..<most).map { $0 * (count - 1) / max(most - 1, 1) }
  }

  private func frame(
    _ stack: ExposureStack, _ index: Int, _ entries: [Comparison.Entry], _ spent: inout [Duration]
  ) throws -> Frame {
    let exposure = stack.members[index].exposure
    let window = FrameWindow.middle(width: exposure.width, height: exposure.height, side: side)
    let views = try parallelMap(exposure.channels.count, threads: threads) { channel in
      try StackView(stack, member: index, channel: channel, window: window)
    }
    let input = exposure.image.window(
      x: window.x, y: window.y, width: window.width, height: window.height)
    let clock = ContinuousClock()
    let outputs = entries.indices.map { slot in
      let started = clock.now
      let output = Result { try entries[slot].candidate.denoise(input) }
      spent[slot] += clock.now - started
      return output
    }
    return Frame(
      index: index, name: "\(stack.name)/\((exposure.name as NSString).lastPathComponent)",
      window: window, views: views, input: input, outputs: outputs)
  }

  private func rows(
    _ frame: Frame, partner: Frame, _ stack: ExposureStack, _ entries: [Comparison.Entry]
  ) throws -> [RunRecord.Row] {
    var result: [RunRecord.Row] = []
    for (slot, entry) in entries.enumerated() {
      var known: [String: CheckOutcome] = [:]
      switch frame.outputs[slot] {
      case .failure(let error):
        for check in ExposureChecks.all {
          known[check.metadata.id] = .failed(
            message: "\(entry.record.name) failed on \(frame.name): \(error)")
        }
      case .success(let output):
        let sample = try ExposureSample(
          views: frame.views, denoised: output,
          partner: self.partner(of: frame, partner, stack, slot))
        for row in ExposureChecks.rows(sample) { known[row.check] = row.outcome }
      }
      known[HalfStackCorrelation.metadata.id] = .notApplicable(
        reason: "measured on the two halves of the stack, not on single frames")
      result += all(known, entry.record.name, frame.name, "a real exposure has no clean frame")
    }
    return result
  }

  /// The next frame that was judged, with the same candidate's output.
  private func partner(
    of frame: Frame, _ partner: Frame, _ stack: ExposureStack, _ slot: Int
  ) -> ExposureSample.Partner? {
    guard partner.index != frame.index, case .success(let output) = partner.outputs[slot],
      output.channels == partner.views.count
    else { return nil }
    let (own, other) = (stack.members[frame.index], stack.members[partner.index])
    guard let back = own.registration.map.inverse else { return nil }
    let map = other.registration.map.after(back)
    let shifted = AffineMap.shift(-Double(partner.window.x), -Double(partner.window.y)).after(
      map.after(.shift(Double(frame.window.x), Double(frame.window.y))))
    return ExposureSample.Partner(
      frame: other.exposure.name, noisy: partner.views.map(\.noisy),
      outputs: output.planes.map {
        Plane(width: output.width, height: output.height, values: $0)
      },
      bad: other.exposure.channels.map { $0.bad.mask.cut(partner.window) }, map: shifted,
      scale: zip(own.scale, other.scale).map { $1 / $0 })
  }

  /// A row for every check that the record lists; those that a stack cannot answer say why.
  private func all(
    _ known: [String: CheckOutcome], _ candidate: String, _ scene: String, _ reason: String
  ) -> [RunRecord.Row] {
    StackRecord.checks.map { check in
      RunRecord.Row(
        candidate: candidate, seed: judge.seed, scene: scene, split: .test, check: check.id,
        outcome: known[check.id] ?? .notApplicable(reason: reason))
    }
  }

  private func halfStacks(
    _ stack: ExposureStack, _ entries: [Comparison.Entry], _ spent: inout [Duration],
    _ megapixels: inout Double
  ) throws -> (rows: [RunRecord.Row], record: SceneRecord) {
    let halves = HalfStacks(stack, side: side)
    let name = "\(stack.name)/half stacks"
    let clock = ContinuousClock()
    var outputs: [Result<(AstroImage, AstroImage), any Error>] = []
    for slot in entries.indices {
      try Interruption.check()
      let started = clock.now
      outputs.append(
        Result {
          (
            try entries[slot].candidate.denoise(halves.first),
            try entries[slot].candidate.denoise(halves.second)
          )
        })
      spent[slot] += clock.now - started
    }
    megapixels += 2 * Double(halves.first.pixelCount * halves.first.channels) / 1e6
    let done = outputs
    let rows = try parallelMap(entries.count, threads: threads) { slot in
      let outcome: CheckOutcome
      switch done[slot] {
      case .success(let (first, second)):
        outcome = HalfStackCorrelation.outcome(halves, first: first, second: second)
      case .failure(let error):
        outcome = .failed(message: "\(entries[slot].record.name) failed on \(name): \(error)")
      }
      return all(
        [HalfStackCorrelation.metadata.id: outcome], entries[slot].record.name, name,
        "measured on single exposures, not on half stacks")
    }
    let reference = stack.reference
    return (
      rows.flatMap(\.self),
      SceneRecord(
        name: name, target: stack.name, split: .test, origin: "halves of a real stack",
        kind: "stack", sensor: reference.facts.sensor, filter: reference.facts.filter,
        width: halves.first.width, height: halves.first.height, channels: halves.first.channels,
        fullScale: reference.fullScale, skyNoise: nil, referenceNoise: nil, sha256: nil,
        notes: [
          "\(halves.counts.first) and \(halves.counts.second) exposures, laid upon each other by whole pixels, so that noise stays white; stars are up to half a pixel broader for it, in both halves alike"
        ])
    )
  }

  private func scene(_ frame: Frame) -> EvaluationScene {
    let view = frame.views[frame.views.count / 2]
    var reference = frame.input
    reference.planes = frame.views.map { $0.reference.values.map { Float($0) } }
    return EvaluationScene(
      name: frame.name, reference: reference, noisy: frame.input, catalogue: view.catalogue,
      pointSpreadFWHM: view.fwhm, fullScale: view.fullScale)
  }

  private func record(_ frame: Frame, _ stack: ExposureStack) -> SceneRecord {
    let member = stack.members[frame.index]
    let exposure = member.exposure
    let view = frame.views[frame.views.count / 2]
    let channel = exposure.channels[exposure.channels.count / 2]
    var notes = [
      "the reference is the mean of \(view.others) other exposure\(view.others == 1 ? "" : "s") of the field, never of this one; its own noise, \(decimal(100 * (max(view.referenceVariance, 0) / max(view.noiseVariance, 1e-300)).squareRoot(), 0)) % of this frame's, is measured and allowed for"
    ]
    if view.isInterpolated {
      notes.append(
        "the other exposures were interpolated onto this frame's grid by cubic splines, which dims their noise; the frame itself was not touched"
      )
    }
    if view.halves == nil {
      notes.append(
        "with one other exposure its part of the difference's variance, \(decimal(view.partnerShare * 100, 1)) %, is taken from the noise of both frames"
      )
    }
    if frame.index > 0 {
      notes.append(
        "registered by \(member.registration.source.rawValue)"
          + (member.registration.matched > 0
            ? ", \(member.registration.matched) stars agree to \(decimal(member.registration.residual, 2)) px"
            : "")
          + "; its brightness is \(decimal(1 / member.scale[exposure.channels.count / 2], 3)) of the first frame's, by \(member.scaleSource)"
      )
    }
    let bad = channel.bad
    if bad.missing + bad.saturated + bad.spikes + view.strayPixels > 0 {
      notes.append(
        "left out: \(bad.saturated) saturated pixels, \(bad.spikes) hot or struck ones, \(bad.missing) missing, and \(view.strayPixels) where this frame alone shows something (warm pixels, cosmic rays, trails)"
      )
    }
    if frame.input.sampleFormat == .uint8 {
      notes.append(
        "an 8-bit picture: it was stretched before, so its figures of brightness are of the picture and not of light"
      )
    }
    return SceneRecord(
      name: frame.name, target: stack.name, split: .test, origin: "exposure of a real stack",
      kind: "stack", sensor: exposure.facts.sensor, filter: exposure.facts.filter,
      width: frame.input.width, height: frame.input.height, channels: frame.input.channels,
      fullScale: view.fullScale, skyNoise: view.noise,
      referenceNoise: nil, sha256: exposure.sha256,
      notes: notes, signalLevel: SignalLevel.name(frame.input, noise: view.noise),
      pixelScale: exposure.facts.pixelScale)
  }
}
