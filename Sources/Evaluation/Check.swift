/// One question about a denoised frame whose answer is a number.
///
/// A check measures; it never judges. Thresholds live in the gate, so that changing what a release must achieve touches no
/// code.
public protocol Check: Sendable {
  var metadata: CheckMetadata { get }

  /// Measures one candidate's output on one scene.
  ///
  /// A check that throws becomes a failed row; it never ends the run and never passes a gate.
  func evaluate(_ sample: Sample) throws -> CheckOutcome
}

/// What is known about a check before it has run.
public struct CheckMetadata: Codable, Equatable, Sendable {
  /// The kebab-case identifier of checks.md; also the name of its page in `docs/checks` and the `metric` of metrics.csv.
  public var id: String
  public var title: String
  /// The astrophotographer's question that it helps to answer; reports group by it.
  public var question: Question
  /// Why a photographer should care, in one or two sentences.
  public var rationale: String
  /// The unit of the value, such as `dB`, `%`, `fraction`, `ratio`, `mmag`; with the data range where it has one.
  public var unit: String
  public var direction: Direction
  /// The values that the check can take.
  public var lowerBound: Double?
  public var upperBound: Double?
  public var needs: [Need]
  /// Raised whenever the definition changes, so that old and new figures are never compared.
  public var version: Int

  public enum Question: String, Codable, CaseIterable, Sendable {
    case noise = "Is the noise gone?"
    case stars = "Are the stars intact?"
    case faintSignal = "Is faint signal kept?"
    case invention = "Is anything invented?"
    case frame = "Is the frame free of artefacts?"
    case brightness = "Are brightness and colour right?"
    case fidelity = "How close is it to the truth?"
  }

  public enum Direction: String, Codable, Sendable {
    case higherIsBetter, lowerIsBetter, closerToZeroIsBetter, closerToOneIsBetter
  }

  /// What a frame must come with for a check to answer.
  public enum Need: String, Codable, CaseIterable, Sendable {
    case reference, catalogue, patches, colour, secondExposure
    /// The denoiser itself, to be run again on changed inputs.
    case denoiser

    /// The need in words, such as `a second exposure`.
    public var words: String {
      switch self {
      case .reference: "a clean reference"
      case .catalogue: "a star field with its catalogue"
      case .patches: "a map of faint patches"
      case .colour: "colour"
      case .secondExposure: "a second exposure"
      case .denoiser: "the denoiser itself"
      }
    }
  }

  public init(
    id: String, title: String, question: Question, rationale: String, unit: String,
    direction: Direction, lowerBound: Double? = nil, upperBound: Double? = nil, needs: [Need],
    version: Int = 1
  ) {
    self.id = id
    self.title = title
    self.question = question
    self.rationale = rationale
    self.unit = unit
    self.direction = direction
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.needs = needs
    self.version = version
  }
}

/// What a check found on one sample.
public enum CheckOutcome: Equatable, Sendable {
  case measured(Finding)
  case notApplicable(reason: String)
  case failed(message: String)
}

/// A check's number with what makes it believable.
public struct Finding: Codable, Equatable, Sendable {
  public var value: Double
  /// The 95 % interval, where the check has one.
  public var interval: Interval?
  /// How many things were measured, and what they are: `stars`, `pairs`, `blocks`, `pixels`.
  public var count: Int?
  public var countUnit: String?
  /// Named further figures, such as the same by signal-to-noise bin; reports show them below the value.
  public var parts: [Part]

  public struct Interval: Codable, Equatable, Sendable {
    public var low: Double
    public var high: Double
    public init(_ low: Double, _ high: Double) {
      self.low = low
      self.high = high
    }
  }

  public struct Part: Codable, Equatable, Sendable {
    public var name: String
    public var value: Double
    public var unit: String
    public var interval: Interval?
    public var count: Int?

    public init(
      _ name: String, _ value: Double, unit: String, interval: Interval? = nil, count: Int? = nil
    ) {
      self.name = name
      self.value = value
      self.unit = unit
      self.interval = interval
      self.count = count
    }
  }

  public init(
    _ value: Double, interval: Interval? = nil, count: Int? = nil, countUnit: String? = nil,
    parts: [Part] = []
  ) {
    self.value = value
    self.interval = interval
    self.count = count
    self.countUnit = countUnit
    self.parts = parts
  }
}
