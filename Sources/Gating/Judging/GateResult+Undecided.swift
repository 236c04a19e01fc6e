internal import AstroImages

extension GateResult {
  /// What a gate leaves behind that could not judge: no rule, no frame, and why.
  ///
  /// - Parameters:
  ///   - exitCode: 2 where something could not be read or run, 4 where candidate and baseline are not comparable.
  ///   - reason: what the user was told.
  public static func undecided(
    exitCode: Int32, reason: String, candidate: String, configuration: GateConfiguration,
    circumstances: GateJudge.Circumstances
  ) -> GateResult {
    GateResult(
      schema: currentSchema, verdict: .notRun, passed: false, exitCode: exitCode,
      candidate: .init(name: candidate, specification: candidate, sha256: nil),
      artefactSHA256: nil, nativeSHA256: nil, baseline: nil, configuration: configuration.path,
      extends: configuration.extends, testSetSHA256: SHA256.hexadecimal(of: []), images: [],
      targets: 0, seeds: 1, rubberStamped: false, subset: circumstances.isSubset, cachedImages: 0,
      warnOnly: circumstances.isWarnOnly, counts: Counts(), rules: [], notes: [reason],
      evalbenchVersion: circumstances.evalbenchVersion, decidedAt: circumstances.decidedAt)
  }
}
