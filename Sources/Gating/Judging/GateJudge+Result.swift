internal import Evaluation

extension GateJudge {
  /// What only the caller knows about a run.
  public struct Circumstances: Sendable {
    public var artefactSHA256: String?
    public var nativeSHA256: String?
    public var isSubset = false
    public var cachedImages = 0
    public var isWarnOnly = false
    public var notes: [String] = []
    public var evalbenchVersion: String
    public var decidedAt: String

    public init(evalbenchVersion: String, decidedAt: String) {
      self.evalbenchVersion = evalbenchVersion
      self.decidedAt = decidedAt
    }
  }

  /// Answers every question and sums them up.
  public func result(_ circumstances: Circumstances) -> GateResult {
    let entries = entries()
    var counts = GateResult.Counts()
    for entry in entries {
      switch entry.verdict {
      case .pass: counts.passed += 1
      case .warn: counts.warned += 1
      case .fail: counts.failed += 1
      case .inconclusive: counts.inconclusive += 1
      case .notRun: counts.notRun += 1
      case .waived: counts.waived += 1
      case .skipped: counts.skipped += 1
      }
    }
    let (verdict, exitCode) = overall(entries, counts)
    let subject = input.subject
    return GateResult(
      schema: GateResult.currentSchema, verdict: verdict, passed: verdict == .pass || exitCode == 0,
      exitCode: circumstances.isWarnOnly ? 0 : exitCode,
      candidate: .init(
        name: subject.name, specification: subject.specification, sha256: subject.sha256),
      artefactSHA256: circumstances.artefactSHA256, nativeSHA256: circumstances.nativeSHA256,
      baseline: input.baseline.map {
        .init(name: $0.name, specification: $0.candidate.specification, sha256: $0.candidate.sha256)
      }, configuration: configuration.path, extends: configuration.extends,
      testSetSHA256: subject.testSetSHA256, images: subject.images,
      targets: Set(subject.images.map(\.target)).count, seeds: subject.seeds,
      rubberStamped: input.baseline == nil && configuration.baseline.missing == .firstRelease,
      subset: circumstances.isSubset, cachedImages: circumstances.cachedImages,
      warnOnly: circumstances.isWarnOnly, counts: counts, rules: entries,
      notes: circumstances.notes + unusedWaivers(entries) + ratchets(entries),
      evalbenchVersion: circumstances.evalbenchVersion, decidedAt: circumstances.decidedAt)
  }

  /// The worst of all; nothing that passed is no pass.
  private func overall(_ entries: [GateEntry], _ counts: GateResult.Counts) -> (Verdict, Int32) {
    if counts.failed > 0 { return (.fail, 1) }
    let blocking = entries.filter(\.blocking)
    if !blocking.isEmpty {
      return (blocking.contains { $0.outcome == .inconclusive } ? .inconclusive : .notRun, 3)
    }
    // A gate that decided nothing passed nothing, whatever the policy says of missing values; that the frames are new to the
    // candidate says nothing of how it treats them.
    let isDecided = entries.contains {
      ($0.outcome == .pass || $0.outcome == .fail) && $0.metric != MetricCatalogue.training
    }
    if input.subject.images.isEmpty || !isDecided { return (.notRun, 3) }
    // What was only noted does not warn.
    if entries.contains(where: { $0.verdict == .warn && $0.severity != .info }) {
      return (.warn, configuration.policy.failOn == .warn ? 5 : 0)
    }
    return counts.passed > 0 ? (.pass, 0) : (.notRun, 3)
  }

  private func unusedWaivers(_ entries: [GateEntry]) -> [String] {
    configuration.waivers.filter { waiver in
      input.today <= waiver.expires
        && !entries.contains { $0.rule == waiver.rule && $0.verdict == .waived }
    }.map { "the waiver of '\($0.rule)' by \($0.owner) is not needed any more; remove it" }
  }

  /// Limits that could be tightened: a patch to apply by hand, never applied here.
  private func ratchets(_ entries: [GateEntry]) -> [String] {
    let ids = configuration.rules.filter(\.isRatchet).map(\.id)
    return entries.compactMap { entry in
      guard ids.contains(entry.rule), entry.outcome == .pass, entry.slice.isEmpty,
        let interval = entry.interval
      else { return nil }
      switch entry.criterion {
      case "max":
        return interval.high.map {
          "\(entry.place): '\(entry.rule)' could say max: \(Figures.text($0))"
        }
      case "min":
        return interval.low.map {
          "\(entry.place): '\(entry.rule)' could say min: \(Figures.text($0))"
        }
      default: return nil
      }
    }
  }
}
