/// A property by which images are told apart.
public enum Facet: String, CaseIterable, Codable, Sendable {
  case sensor, filter
  /// The kind of scene: `starfield`, `nebula`, ...
  case scene
  /// How far the sky's noise lies below full scale, in bins of dB.
  case signal
  case origin, target
  case channels
}

/// Rules that hold for every value of a property as well, and the gap between one value and the rest.
public struct Slicing: Equatable, Sendable {
  /// The largest amount by which a value may be worse than the rest.
  public struct Gap: Equatable, Sendable {
    public var metric: MetricKey
    public var maximum: Double
    public var severity: Severity
  }

  /// What a value with too few groups means.
  public enum TooFew: String, CaseIterable, Sendable { case inconclusive, skip }

  public var facet: Facet
  /// The rules' ids.
  public var rules: [String]
  public var minimumGroups: Int
  public var tooFew: TooFew
  public var gap: Gap?
  public var place: SourcePlace
}

/// A failure that is known and accepted until a day.
public struct Waiver: Equatable, Sendable {
  public var rule: String
  /// The slice that it is for; empty for every one.
  public var slice: [Facet: String]
  public var reason: String
  public var owner: String
  public var expires: Day
  public var place: SourcePlace

  public func covers(rule id: String, slice entry: [Facet: String]) -> Bool {
    rule == id && (slice.isEmpty || slice == entry)
  }
}
