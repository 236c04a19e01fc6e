/// How a network is trained; everything that its result depends on besides the frames.
public struct TrainingSettings: Equatable, Sendable {
  public var steps: Int
  public var batch: Int
  /// The images of a batch that are in memory at once, a divisor of the batch; all of them where it is nothing.
  public var microBatch: Int?
  /// The side of a patch in pixels.
  public var patch: Int
  /// The peak of the cosine schedule.
  public var learningRate: Double
  /// Steps of linear warm-up.
  public var warmUp: Int
  /// Decoupled weight decay (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101).
  public var weightDecay: Double
  /// The largest global norm of a gradient; larger ones are scaled down.
  public var gradientLimit: Double
  /// The decay of the moving average of weights, reached gradually: `min(decay, (1 + step) / (10 + step))`.
  public var averageDecay: Double
  /// The id of the loss.
  public var loss: String
  /// The weight of the pull of block means to those of the noisy input, see ``LightConservation``; 0 switches it off.
  public var lightConservation: Double
  /// The share of patches that faint light is laid over, see ``PatchSampler/faintLight``.
  public var faintLight: Double
  /// Steps between two validations, each of which also writes a checkpoint.
  public var validateEvery: Int
  /// Patches that a validation looks at, the same every time.
  public var validationPatches: Int
  public var seed: UInt64

  public init(
    steps: Int, batch: Int, patch: Int, learningRate: Double = 1e-3, warmUp: Int? = nil,
    weightDecay: Double = 1e-4, gradientLimit: Double = 1, averageDecay: Double = 0.995,
    loss: String = "pseudo-huber", lightConservation: Double = 0, faintLight: Double = 0,
    validateEvery: Int, validationPatches: Int = 32, microBatch: Int? = nil, seed: UInt64
  ) {
    self.steps = steps
    self.batch = batch
    self.microBatch = microBatch
    self.patch = patch
    self.learningRate = learningRate
    self.warmUp = warmUp ?? max(1, steps / 20)
    self.weightDecay = weightDecay
    self.gradientLimit = gradientLimit
    self.averageDecay = averageDecay
    self.loss = loss
    self.lightConservation = lightConservation
    self.faintLight = faintLight
    self.validateEvery = validateEvery
    self.validationPatches = validationPatches
    self.seed = seed
  }

  /// One line that names every setting: a checkpoint continues only under the same one.
  ///
  /// The number of steps is part of it, because the learning rate's schedule depends on it.
  public var signature: String {
    "steps=\(steps) batch=\(batch) patch=\(patch) learningRate=\(learningRate) warmUp=\(warmUp) "
      + "weightDecay=\(weightDecay) gradientLimit=\(gradientLimit) averageDecay=\(averageDecay) "
      + "loss=\(loss) lightConservation=\(lightConservation) faintLight=\(faintLight) "
      + "validateEvery=\(validateEvery) validationPatches=\(validationPatches) "
      + "seed=\(seed)" + (microBatch.map { " microBatch=\($0)" } ?? "")
  }
}
