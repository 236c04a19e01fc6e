/// How much a rule weighs.
public enum Severity: String, Codable, CaseIterable, Sendable {
  /// Not evaluated.
  case off
  /// Evaluated and shown; changes nothing.
  case info
  /// A failure is a warning.
  case warn
  /// A failure fails the gate.
  case error
}

/// What became of a question.
public enum Outcome: String, Codable, CaseIterable, Sendable {
  case pass = "PASS"
  case fail = "FAIL"
  /// The data do not decide it: too few groups, or the interval spans the limit.
  case inconclusive = "INCONCLUSIVE"
  /// There was nothing to decide it by: no image, no value, a check that failed, no baseline.
  case notRun = "NOT-RUN"
  /// The rule's own condition excludes every image.
  case skipped = "SKIPPED"
}

/// What a question means for the release, after severity, policy and waivers.
public enum Verdict: String, Codable, CaseIterable, Sendable {
  case pass = "PASS"
  case warn = "WARN"
  case fail = "FAIL"
  case inconclusive = "INCONCLUSIVE"
  case notRun = "NOT-RUN"
  case waived = "WAIVED"
  case skipped = "SKIPPED"
}
