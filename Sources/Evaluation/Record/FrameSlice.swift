/// Frames of the test split that have one property in common.
public struct FrameSlice: Codable, Equatable, Sendable {
  /// What frames are sliced by.
  public enum Facet: String, Codable, CaseIterable, Sendable {
    case sensor, filter, kind, signalLevel, pixelScale

    /// In words.
    public var words: String {
      switch self {
      case .sensor: "sensor"
      case .filter: "filter"
      case .kind: "scene"
      case .signalLevel: "signal level"
      case .pixelScale: "pixel scale"
      }
    }
  }

  public var facet: Facet
  public var value: String
  /// Names of the frames.
  public var scenes: [String]

  public init(facet: Facet, value: String, scenes: [String]) {
    self.facet = facet
    self.value = value
    self.scenes = scenes
  }
}

/// The slice on which a candidate does worst by a check.
public struct WorstSlice: Codable, Equatable, Sendable {
  public var candidate: String
  public var check: String
  public var facet: FrameSlice.Facet
  public var value: String
  /// The mean over the slice's targets, and over all of them, in the check's unit.
  public var mean: Double
  public var overall: Double
  /// How many frames and targets of the slice were measured.
  public var scenes: Int
  public var targets: Int
  /// The ends of the 95 % interval of `mean` over the slice's targets; absent below three of them.
  public var low: Double?
  public var high: Double?

  public init(
    candidate: String, check: String, facet: FrameSlice.Facet, value: String, mean: Double,
    overall: Double, scenes: Int, targets: Int, low: Double? = nil, high: Double? = nil
  ) {
    self.candidate = candidate
    self.check = check
    self.facet = facet
    self.value = value
    self.mean = mean
    self.overall = overall
    self.scenes = scenes
    self.targets = targets
    self.low = low
    self.high = high
  }
}
