/// What a run knows about one candidate.
public struct CandidateRecord: Codable, Equatable, Sendable {
  public var name: String
  public var kind: CandidateKind
  /// The full specification: `dncnn:depth=17,width=64,channels=1`, or a baseline's settings in words.
  public var specification: String
  public var summary: String
  public var parameters: Int?
  public var multiplyAccumulatesPerPixel: Double?
  /// Wall-clock seconds per million pixels on the test scenes; a timing, different on every run.
  public var secondsPerMegapixel: Double?
  public var weightsFile: String?
  public var weightsSHA256: String?
  public var normalization: String?
  public var training: TrainingCurve?

  public init(
    name: String, kind: CandidateKind, specification: String, summary: String,
    parameters: Int? = nil, multiplyAccumulatesPerPixel: Double? = nil,
    secondsPerMegapixel: Double? = nil, weightsFile: String? = nil, weightsSHA256: String? = nil,
    normalization: String? = nil, training: TrainingCurve? = nil
  ) {
    self.name = name
    self.kind = kind
    self.specification = specification
    self.summary = summary
    self.parameters = parameters
    self.multiplyAccumulatesPerPixel = multiplyAccumulatesPerPixel
    self.secondsPerMegapixel = secondsPerMegapixel
    self.weightsFile = weightsFile
    self.weightsSHA256 = weightsSHA256
    self.normalization = normalization
    self.training = training
  }

  /// How training went.
  public struct TrainingCurve: Codable, Equatable, Sendable {
    public struct Point: Codable, Equatable, Sendable {
      public var step: Int
      public var value: Double
      public init(step: Int, value: Double) {
        self.step = step
        self.value = value
      }
    }

    public var lossName: String
    public var loss: [Point]
    /// PSNR on the validation patches in the network's normalised domain, in dB.
    public var validationPSNR: [Point]
    public var bestStep: Int
    public var steps: Int
    public var patchesSeen: Int
    /// Wall-clock seconds; a timing, different on every run.
    public var seconds: Double?

    public init(
      lossName: String, loss: [Point], validationPSNR: [Point], bestStep: Int, steps: Int,
      patchesSeen: Int, seconds: Double?
    ) {
      self.lossName = lossName
      self.loss = loss
      self.validationPSNR = validationPSNR
      self.bestStep = bestStep
      self.steps = steps
      self.patchesSeen = patchesSeen
      self.seconds = seconds
    }
  }
}
