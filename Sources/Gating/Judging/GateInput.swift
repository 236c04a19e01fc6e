/// What a gate judges, and when.
public struct GateInput: Sendable {
  public var subject: GateSubject
  /// Other candidates on the same images, by name: the untouched input, filters.
  public var others: [String: GateSubject]
  public var baseline: Baseline?
  public var today: Day
  /// What this machine calls itself, for rules that hold on one machine alone.
  public var runner: String?

  public init(
    subject: GateSubject, others: [String: GateSubject] = [:], baseline: Baseline? = nil,
    today: Day, runner: String? = nil
  ) {
    self.subject = subject
    self.others = others
    self.baseline = baseline
    self.today = today
    self.runner = runner
  }
}

/// Two things that cannot be compared: another test set, another definition of a metric, no baseline. Exit code 4.
public struct NotComparable: Error, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
