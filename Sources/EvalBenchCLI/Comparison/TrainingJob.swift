import Evaluation
import Gating
import Networks
import Training

/// Trains one network of a comparison or of `evalbench train`, with progress, and can be interrupted.
struct TrainingJob {
  var name: String
  var architecture: any Architecture
  var normalization: Normalization
  var settings: TrainingSettings
  var folder: String
  var backend: any Backend

  struct Result {
    var model: Model
    var history: CandidateRecord.TrainingCurve
  }

  func run(training: [TrainingFrame], validation: [TrainingFrame]) throws -> Result {
    guard architecture.channels == 1 else {
      throw UsageError(
        "\(architecture.specification): training works on one plane at a time; use channels=1, which denoises each plane of a colour frame by itself"
      )
    }
    let sampler = PatchSampler(
      frames: training, patch: settings.patch, normalization: normalization, seed: settings.seed,
      faintLight: settings.faintLight)
    let watcher = PatchSampler(
      frames: validation, patch: settings.patch, normalization: normalization,
      seed: settings.seed &+ 1)
    let data = TrainingData(
      learned: training.map(\.origin).map(TrainingData.Frame.init),
      watched: validation.map(\.origin).map(TrainingData.Frame.init))
    var model = Model(
      architecture: architecture, weights: Weights([]), normalization: normalization,
      trainingData: try data.text)
    let trainer = try Trainer(
      architecture: architecture, settings: settings, sampler: sampler, validation: watcher,
      backend: backend, folder: folder,
      metadata: Dictionary(try model.fileMetadata(training: settings.signature)) { first, _ in
        first
      })
    if trainer.startStep > 0 {
      Console.note("\(name): continues from step \(trainer.startStep) of \(folder)")
    }
    let progress = Progress("training \(name)")
    let result = try trainer.run(
      progress: { state in
        let validation = state.validation.map { "PSNR \(decimal($0, 2)) dB  " } ?? ""
        progress.update(
          state.step, state.steps,
          "loss \(decimal(state.loss, 4))  \(validation)\(decimal(state.imagesPerSecond, 1)) images/s"
        )
      }, isInterrupted: { Interruption.isRequested })
    guard let result else {
      throw Interrupted(
        description:
          "training of \(name) was interrupted; its state is in \(folder), the same command continues it"
      )
    }
    progress.finish(
      "validation PSNR \(decimal(result.history.best ?? 0, 2)) dB over the sky's noise, best at step \(result.history.bestStep)"
    )
    model.weights = result.weights
    return Result(
      model: model,
      history: CandidateRecord.TrainingCurve(
        lossName: settings.loss,
        loss: result.history.loss.map { .init(step: $0.step, value: $0.value) },
        validationPSNR: result.history.validation.map { .init(step: $0.step, value: $0.value) },
        bestStep: result.history.bestStep, steps: settings.steps,
        patchesSeen: result.patchesSeen, seconds: result.seconds))
  }
}

extension TrainingData.Frame {
  init(_ origin: TrainingFrame.Origin) {
    self.init(
      target: origin.target, files: origin.files, sensor: origin.sensor, filter: origin.filter)
  }
}

extension TrainingPlanSettings {
  func settings(seed: UInt64) -> TrainingSettings {
    TrainingSettings(
      steps: steps, batch: batch, patch: patch, learningRate: learningRate, loss: loss,
      lightConservation: lightConservation, faintLight: faintLight, validateEvery: validateEvery,
      microBatch: microBatch, seed: seed)
  }
}

/// A number with a fixed number of decimals, the same in every locale.
func decimal(_ value: Double, _ places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return String(value) }
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 9e18 else { return String(value) }
  let whole = UInt64(scaled)
  let divisor = UInt64(scale)
  var text = String(whole / divisor)
  if places > 0 {
    let fraction = String(whole % divisor)
    text += "." + String(repeating: "0", count: places - fraction.count) + fraction
  }
  return value < 0 && whole > 0 ? "-" + text : text
}

/// The names of training's files, for commands that do not import the trainer.
enum TrainingFiles {
  static let last = Trainer.lastFile
  static let best = Trainer.bestFile
}
