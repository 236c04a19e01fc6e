import Architectures
import Foundation
import Networks
import Skies
import Tensors
import TestSupport
import Testing
import Training

/// Trains a tiny network in a folder.
private struct Rehearsal {
  let folder: Workplace
  var settings = TrainingSettings(
    steps: 30, batch: 2, patch: 24, validateEvery: 10, validationPatches: 4, seed: 2)
  var specification = "dncnn:depth=3,width=4"
  var frames: [TrainingFrame]

  init() throws {
    folder = try Workplace()
    frames = [
      try TestFrames.sky("starfield", .asi2600g100), try TestFrames.sky("nebula", .asi1600g139),
    ]
  }

  func trainer(backend: any Backend = CPUBackend(), in other: String? = nil) throws -> Trainer {
    func sampler(_ seed: UInt64) -> PatchSampler {
      PatchSampler(
        frames: frames, patch: settings.patch, normalization: .asinh(softening: 10), seed: seed)
    }
    return try Trainer(
      architecture: try Architectures.make(specification), settings: settings,
      sampler: sampler(settings.seed), validation: sampler(settings.seed + 1), backend: backend,
      folder: other ?? folder.path, metadata: ["key": "value"])
  }

  func bytes(_ file: String) throws -> Data {
    try folder.bytes(file)
  }
}

@Suite("Training")
struct TrainerTests {
  @Test("a batch in parts trains the same network, up to rounding", arguments: [0, 1.0])
  func microBatch(_ conservation: Double) throws {
    var whole = try Rehearsal()
    whole.settings.steps = 6
    whole.settings.batch = 4
    whole.settings.validateEvery = 6
    whole.settings.lightConservation = conservation
    var parts = whole
    parts.settings.microBatch = 2
    #expect(parts.settings.signature == whole.settings.signature + " microBatch=2")
    let other = try Workplace()
    let expected = try #require(try whole.trainer().run())
    let result = try #require(try parts.trainer(in: other.path).run())
    for (a, b) in zip(expected.weights.tensors, result.weights.tensors) {
      let difference = zip(a.scalars, b.scalars).map { abs($0 - $1) }.max() ?? 0
      // Six steps of Adam, each at most 1e-3: a gradient near zero may differ in sign.
      #expect(difference < 2e-4)
    }
    let (a, b) = (expected.history.loss.map(\.value), result.history.loss.map(\.value))
    #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 * abs($0) })
  }

  @Test("stopped after any step goes on bit for bit", arguments: [1, 9, 10, 11, 29])
  func resumed(_ stop: Int) throws {
    let (straight, broken) = (try Rehearsal(), try Rehearsal())
    let expected = try #require(try straight.trainer().run())
    var count = 0
    let nothing = try broken.trainer().run(isInterrupted: {
      count += 1
      return count == stop
    })
    #expect(nothing == nil)
    let continued = try broken.trainer()
    #expect(continued.startStep == stop)
    let result = try #require(try continued.run())
    #expect(result.weights == expected.weights)
    #expect(result.history == expected.history)
    #expect(try broken.bytes("best.safetensors") == straight.bytes("best.safetensors"))
    let (ours, theirs) = (
      try SafeTensors.decode([UInt8](broken.bytes("last.safetensors"))),
      try SafeTensors.decode([UInt8](straight.bytes("last.safetensors")))
    )
    #expect(ours.weights == theirs.weights)
    #expect(ours.metadata["history"] == theirs.metadata["history"])
  }

  @Test("lowers the loss on simulated skies, by a lot")
  func learns() throws {
    var rehearsal = try Rehearsal()
    rehearsal.specification = "dncnn:depth=4,width=8"
    rehearsal.settings.steps = 150
    rehearsal.settings.batch = 4
    rehearsal.settings.patch = 32
    rehearsal.settings.learningRate = 4e-3
    rehearsal.settings.validateEvery = 25
    rehearsal.settings.loss = CharbonnierLoss.id
    let result = try #require(try rehearsal.trainer().run())
    let losses = result.history.loss.map(\.value)
    let (early, late) = (losses[0], losses.suffix(5).reduce(0, +) / 5)
    // Noise of 1 has a mean absolute error of 0.80; a denoiser that learnt anything has half of that.
    #expect(early > 0.6)
    #expect(late < 0.45, "\(losses)")
    let best = try #require(result.history.best)
    let first = try #require(result.history.validation.first?.value)
    #expect(best > first + 2, "\(result.history.validation)")
    #expect(best == result.history.validation.map(\.value).max())
    #expect(result.history.validation.map(\.step) == [25, 50, 75, 100, 125, 150])
    #expect(result.patchesSeen == 600)
  }

  @Test("keeps the weights of its best validation, not the last")
  func best() throws {
    let rehearsal = try Rehearsal()
    let result = try #require(try rehearsal.trainer().run())
    let best = try SafeTensors.decode([UInt8](rehearsal.bytes("best.safetensors")))
    #expect(best.weights == result.weights)
    #expect(best.metadata == ["key": "value"])
    #expect(
      result.history.validation.first { $0.step == result.history.bestStep }?.value
        == result.history.best)
  }

  @Test("refuses a checkpoint of other frames or settings, and names the difference")
  func mismatch() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.trainer().run()
    rehearsal.frames.removeLast()
    var error = #expect(throws: TrainingError.self) { try rehearsal.trainer() }
    #expect(error?.description.contains("other frames") == true)
    rehearsal = try Rehearsal()
    _ = try rehearsal.trainer().run()
    rehearsal.settings.learningRate = 0.5
    error = #expect(throws: TrainingError.self) { try rehearsal.trainer() }
    #expect(error?.description.contains("learningRate=0.001 (now 0.5)") == true)
  }

  @Test("says that the best weights are gone")
  func bestGone() throws {
    let rehearsal = try Rehearsal()
    _ = try rehearsal.trainer().run()
    try FileManager.default.removeItem(
      at: URL(filePath: rehearsal.folder("best.safetensors")))
    let error = #expect(throws: TrainingError.self) { try rehearsal.trainer().run() }
    #expect(error?.description.contains("remove") == true)
  }

  @Test(
    "stops with a clear line when a value is not finite, before the weights are spoilt",
    arguments: [
      (FaultyBackend.Fault.output, "the loss is nan at step 15"),
      (.gradient, "the gradient's norm is inf at step 15"),
      (.validation, "the validation PSNR is nan at step 20"),
    ])
  func divergence(_ fault: FaultyBackend.Fault, _ what: String) throws {
    let rehearsal = try Rehearsal()
    let error = #expect(throws: TrainingError.self) {
      try rehearsal.trainer(backend: FaultyBackend(fault: fault, step: 15)).run()
    }
    #expect(error?.description.contains("training diverged, \(what) of 30") == true)
    #expect(error?.description.contains("lower the learning rate") == true)
    // The checkpoint before is whole, and training without the fault goes on from it.
    let continued = try rehearsal.trainer()
    #expect(continued.startStep == 10)
    let straight = try Rehearsal()
    #expect(try continued.run()?.weights == straight.trainer().run()?.weights)
  }

  @Test("refuses an unknown loss with the known ones")
  func unknownLoss() throws {
    var rehearsal = try Rehearsal()
    rehearsal.settings.loss = "l3"
    let error = #expect(throws: TrainingError.self) { try rehearsal.trainer() }
    #expect(error?.description.contains("charbonnier") == true)
  }

  @Test("has a signature that names every setting")
  func signature() {
    let settings = TrainingSettings(
      steps: 1, batch: 2, patch: 3, validateEvery: 4, microBatch: 1, seed: 5)
    for child in Mirror(reflecting: settings).children {
      let value = (child.value as? Int?)?.map { "\($0)" } ?? "\(child.value)"
      #expect(settings.signature.contains("\(child.label ?? "?")=\(value)"))
    }
  }
}
