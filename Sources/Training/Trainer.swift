public import Networks
internal import Foundation
internal import Randomness
internal import Tensors

/// Trains one network: the same settings, seed and frames give the same weights, however often it was interrupted.
public final class Trainer {
  /// What the progress line shows.
  public struct Progress: Sendable {
    public var step: Int
    public var steps: Int
    public var loss: Double
    /// The latest validation PSNR in dB, or `nil` before the first.
    public var validation: Double?
    public var imagesPerSecond: Double
  }

  /// What training leaves.
  public struct Result: Sendable {
    /// The moving average of the weights at the best validation.
    public var weights: Weights
    public var history: TrainingHistory
    public var patchesSeen: Int
    public var seconds: Double
  }

  private let settings: TrainingSettings
  private let specification: String
  private let signature: String
  private let sampler: PatchSampler
  private let plan: any TrainingPlan
  private let judge: any InferencePlan
  private let validation: (input: Tensor, target: Tensor)
  private let loss: any Loss
  private let conservation: LightConservation?
  private let lastPath: String
  private let bestPath: String
  private let metadata: [String: String]
  private var weights: Weights
  private var average: ExponentialMovingAverage
  private var optimizer: AdamW
  private var history = TrainingHistory()
  private var step = 0
  private var secondsBefore = 0.0

  /// The checkpoint to continue from and the weights to use, in the training folder.
  public static let lastFile = "last.safetensors"
  public static let bestFile = "best.safetensors"

  /// Prepares training in `folder`, which exists; continues from its checkpoint where there is one.
  ///
  /// - Parameters:
  ///   - metadata: what the best weights' file says about itself, such as the architecture and the normalisation.
  public init(
    architecture: any Architecture, settings: TrainingSettings, sampler: PatchSampler,
    validation: PatchSampler, backend: any Backend, folder: String, metadata: [String: String]
  ) throws {
    self.settings = settings
    self.sampler = sampler
    self.metadata = metadata
    specification = architecture.specification
    signature =
      "\(settings.signature) normalization=\(sampler.normalization) frames=\(sampler.fingerprint)/\(validation.fingerprint)"
    lastPath = folder + "/" + Self.lastFile
    bestPath = folder + "/" + Self.bestFile
    guard let loss = Losses.make(settings.loss) else {
      throw TrainingError(
        "unknown loss '\(settings.loss)'; the known ones are \(Losses.ids.joined(separator: ", "))")
    }
    self.loss = loss
    conservation =
      settings.lightConservation > 0
      ? LightConservation(weight: settings.lightConservation) : nil
    let network = try architecture.network(
      input: Shape(settings.microBatch ?? settings.batch, 1, settings.patch, settings.patch))
    plan = try backend.trainingPlan(for: network)
    judge = try backend.inferencePlan(
      for: architecture.network(
        input: Shape(settings.validationPatches, 1, settings.patch, settings.patch)))
    self.validation = validation.batch("validation", count: settings.validationPatches)
    weights = Weights(initializing: network, seed: settings.seed)
    average = ExponentialMovingAverage(weights, decay: settings.averageDecay)
    optimizer = AdamW(for: network, weightDecay: settings.weightDecay)
    Self.removeLeftovers(in: folder)
    if FileManager.default.fileExists(atPath: lastPath) {
      let checkpoint = try TrainingCheckpoint(
        path: lastPath, signature: signature, architecture: specification)
      try checkpoint.check(lastPath, against: network)
      step = checkpoint.step
      weights = checkpoint.weights
      average = ExponentialMovingAverage(
        checkpoint.average, decay: settings.averageDecay, updates: checkpoint.step)
      optimizer.state = try AdamWState(checkpoint.optimizer)
      history = checkpoint.history
      secondsBefore = checkpoint.seconds
    }
  }

  /// Removes what a writer left that was killed between writing beside its target and renaming.
  private static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names
    where [lastFile, bestFile].contains(where: { name.hasPrefix($0 + ".partial-") }) {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  /// The step that the next ``run(progress:isInterrupted:)`` starts at; above 0 when a checkpoint was found.
  public var startStep: Int { step }

  /// Trains to the last step.
  ///
  /// - Parameters:
  ///   - isInterrupted: asked after every step; when true, a checkpoint is written and `nil` returned.
  public func run(
    progress: (Progress) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
  ) throws -> Result? {
    let clock = ContinuousClock()
    let started = clock.now
    let startStep = step
    var saved = clock.now
    func elapsed() -> Double {
      let duration = clock.now - started
      return Double(duration.components.seconds)
        + Double(duration.components.attoseconds) * 1e-18
    }
    let schedule = CosineSchedule(
      peak: settings.learningRate, warmUpSteps: settings.warmUp, totalSteps: settings.steps)
    try plan.load(weights)
    while step < settings.steps {
      let (input, target) = sampler.batch("step \(step)", count: settings.batch)
      var value = 0.0
      try plan.differentiate(input) { output, entries in
        let part = lossGradient(
          output, target: target.entries(entries), input: input.entries(entries))
        let share = Float(entries.count) / Float(settings.batch)
        value += Double(share) * part.value
        guard value.isFinite else { throw divergence("the loss", value) }
        return share == 1 ? part.gradient : part.gradient.scaled(by: share)
      }
      let norm = try plan.clipGradients(toNorm: settings.gradientLimit)
      guard norm.isFinite else { throw divergence("the gradient's norm", norm) }
      try optimizer.update(
        &weights, gradientsOf: plan, learningRate: schedule.learningRate(at: step))
      try average.update(weights)
      try plan.load(weights)
      step += 1
      history.pendingLoss += value
      history.pendingCount += 1
      let isMilestone = step % settings.validateEvery == 0 || step == settings.steps
      if step % max(1, settings.validateEvery / 5) == 0 || isMilestone { closeLossPoint() }
      if isMilestone { try validate() }
      progress(
        Progress(
          step: step, steps: settings.steps, loss: value,
          validation: history.validation.last?.value,
          imagesPerSecond: Double((step - startStep) * settings.batch) / max(elapsed(), 1e-9)))
      let stop = isInterrupted() && step < settings.steps
      if isMilestone || stop || clock.now - saved > .seconds(30) {
        try save(seconds: secondsBefore + elapsed())
        saved = clock.now
      }
      if stop { return nil }
    }
    let best: (weights: Weights, metadata: [String: String])
    do {
      best = try SafeTensors.read(bestPath)
    } catch {
      throw TrainingError(
        "\(error); training had ended, so remove \(lastPath) to train afresh")
    }
    return Result(
      weights: best.weights, history: history, patchesSeen: settings.steps * settings.batch,
      seconds: secondsBefore + elapsed())
  }

  /// The present step's loss of some images, and its gradient.
  private func lossGradient(
    _ output: Tensor, target: Tensor, input: Tensor
  ) -> (value: Double, gradient: Tensor) {
    var gradient = loss.gradient(output, target)
    var value = loss.value(output, target)
    if let conservation {
      var random = RandomSource(seed: settings.seed, name: "light/\(step)")
      value += conservation.add(to: &gradient, output: output, input: input, random: &random)
    }
    return (value, gradient)
  }

  /// Training that left the numbers is over: a step on such a gradient would spoil every weight for good.
  private func divergence(_ what: String, _ value: Double) -> TrainingError {
    TrainingError(
      "\(specification): training diverged, \(what) is \(value) at step \(step) of \(settings.steps); lower the learning rate (now \(settings.learningRate)), and train into another folder or remove \(lastPath)",
      isDivergence: true
    )
  }

  private func closeLossPoint() {
    guard history.pendingCount > 0 else { return }
    history.loss.append(
      .init(step: step, value: history.pendingLoss / Double(history.pendingCount)))
    history.pendingLoss = 0
    history.pendingCount = 0
  }

  /// Measures the averaged weights on the validation patches and keeps them where they are the best so far.
  private func validate() throws {
    let candidate = average.average
    try judge.load(candidate)
    let output = try judge.run(validation.input)
    let psnr = ValidationScore.psnr(
      output.scalars, validation.target.scalars, normalization: sampler.normalization)
    guard psnr.isFinite else { throw divergence("the validation PSNR", psnr) }
    history.validation.append(.init(step: step, value: psnr))
    if history.best.map({ psnr > $0 }) ?? true {
      history.best = psnr
      history.bestStep = step
      try SafeTensors.write(candidate, metadata: metadata, to: bestPath)
    }
  }

  private func save(seconds: Double) throws {
    try TrainingCheckpoint(
      step: step, weights: weights, average: average.average, optimizer: optimizer.state.weights,
      history: history, seconds: seconds
    ).write(to: lastPath, signature: signature, architecture: specification)
  }
}
