public import Evaluation

/// What may stand beside a run's record in its report.
public struct ReportCompanions: Sendable {
  /// What the gate decided about the run.
  public var gate: GateDocument?
  /// Proof that the gate's rules can fail.
  public var selftest: SelftestDocument?
  /// An older run to compare with.
  public var older: RunRecord?

  public init(
    gate: GateDocument? = nil, selftest: SelftestDocument? = nil, older: RunRecord? = nil
  ) {
    self.gate = gate
    self.selftest = selftest
    self.older = older
  }
}
