/// What a release must achieve in one respect, and why.
public struct Rule: Equatable, Sendable {
  /// A criterion with the severity of failing it.
  public struct Question: Equatable, Sendable {
    public var criterion: Criterion
    public var severity: Severity
  }

  /// How the group values become one figure.
  public enum Statistic: String, CaseIterable, Sendable {
    case mean, median
  }

  /// What decides an absolute limit.
  public enum Decision: String, CaseIterable, Sendable {
    /// The whole interval: passing is shown, not assumed.
    case interval
    /// The figure alone, for limits that no affordable number of targets could resolve.
    case estimate
  }

  public var id: String
  public var metric: MetricKey
  public var questions: [Question]
  public var statistic: Statistic
  public var decision: Decision
  /// Overrides the configuration's.
  public var minimumGroups: Int?
  public var condition: ImageCondition
  /// Evaluated only where the runner calls itself so: `only_if: runner=bench-box`.
  public var runner: String?
  /// Why the rule is there; printed when it fails.
  public var because: String?
  /// Why it is off or loosened.
  public var reason: String?
  /// Tells how much tighter the limits could be.
  public var isRatchet: Bool
  public var severity: Severity
  public var place: SourcePlace
}

/// Which images a rule looks at: every named property has one of the values.
public struct ImageCondition: Equatable, Sendable {
  public var values: [Facet: [String]]

  public init(_ values: [Facet: [String]] = [:]) { self.values = values }

  public func holds(for image: GateImage) -> Bool {
    values.allSatisfy { facet, wanted in image.value(of: facet).map(wanted.contains) ?? false }
  }

  public var isEmpty: Bool { values.isEmpty }

  public var description: String {
    values.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue)=\($0.value.joined(separator: "|"))" }.joined(separator: ",")
  }
}
