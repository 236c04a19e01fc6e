/// What a release must achieve in one respect, and why.
public struct Rule: Equatable, Sendable {
  /// What a rule is about that is not about a check's figures.
  public enum Kind: String, CaseIterable, Sendable {
    /// Whether two files of one network agree.
    case parity
    /// Whether the candidate has met the test frames while it was trained.
    case unseen
  }

  /// A criterion with the severity of failing it.
  public struct Question: Equatable, Sendable {
    public var criterion: Criterion
    public var severity: Severity
    /// The range of the metric that it is about; `nil` for the whole.
    public var bin: MetricBin?
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
  /// `nil` for a rule about a check's figures.
  public var kind: Kind?
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

  /// What a question looks at: the rule's metric, or one of its ranges.
  public func metric(of question: Question) -> MetricKey {
    question.bin.map { MetricKey(metric.check, part: $0.part) } ?? metric
  }
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
