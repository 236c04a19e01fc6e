internal import Evaluation
internal import Statistics

extension GateJudge {
  /// How much worse a value of a property is than the rest, by Welch's interval.
  func answer(_ gap: Slicing.Gap, _ slice: Slice, place: SourcePlace) -> GateEntry {
    let criterion = Criterion.maximum(gap.maximum)
    let rule = Rule(
      id: "gap", kind: nil, metric: gap.metric, questions: [], statistic: .mean,
      decision: .interval,
      minimumGroups: nil, condition: ImageCondition(), runner: nil,
      because: "A model that fails on one kind of frame must not hide behind the others.",
      reason: nil, isRatchet: false, severity: gap.severity, place: place)
    var entry = blank(rule, .init(criterion: criterion, severity: gap.severity), slice: slice)
    entry.criterion = "max_gap"
    entry.limit = "worse than the rest by at most \(Figures.text(gap.maximum, unit: entry.unit))"
    let inside = input.subject.images.filter(slice.holds)
    let outside = input.subject.images.filter { !slice.holds(for: $0) }
    guard !outside.isEmpty else {
      entry.outcome = .skipped
      entry.message = "every image is \(entry.sliceText); there is no rest to compare with"
      return entry
    }
    guard case .success(let here) = evidence(gap.metric, criterion, inside),
      case .success(let rest) = evidence(gap.metric, criterion, outside)
    else {
      entry.message = "\(gap.metric) was not measured on both sides"
      return entry
    }
    let direction = directions[gap.metric.check] ?? .higherIsBetter
    let (a, b) = (
      here.groups.map { direction.loss($0.value) }, rest.groups.map { direction.loss($0.value) }
    )
    let interval = MeanInterval.welch(a, b, level: configuration.statistics.level)
    let value = Moments.mean(a) - Moments.mean(b)
    entry.value = value
    entry.interval = GateEntry.Interval(
      low: interval.low.isFinite ? interval.low : nil,
      high: interval.high.isFinite ? interval.high : nil, level: interval.level)
    entry.groups = a.count
    entry.images = here.items.count
    entry.worst = here.worst(by: direction.loss)
    entry.typical = here.typical(by: direction.loss)
    let hasEnough = min(a.count, b.count) >= slice.minimumGroups
    entry.outcome =
      interval.low > gap.maximum
      ? .fail : interval.high <= gap.maximum && hasEnough ? .pass : .inconclusive
    if entry.outcome == .inconclusive, !hasEnough, slice.tooFew == .skip {
      entry.outcome = .skipped
    }
    entry.message =
      "\(gap.metric) is worse in \(entry.sliceText) than in the rest by \(Figures.text(value, unit: entry.unit)) \(Figures.text(interval)), \(entry.limit); n=\(a.count) and \(b.count) targets"
    return entry
  }

  /// What an outcome means after severity and policy.
  func withVerdict(_ entry: GateEntry) -> GateEntry {
    var entry = entry
    let policy = configuration.policy
    entry.passed = entry.outcome == .pass
    switch entry.outcome {
    case .pass: entry.verdict = .pass
    case .skipped: entry.verdict = .skipped
    case .fail:
      entry.verdict = entry.severity == .error ? .fail : .warn
      entry.blocking = entry.severity == .error
    case .inconclusive, .notRun:
      let consequence = entry.outcome == .notRun ? policy.onMissing : policy.onInconclusive
      entry.verdict = entry.outcome == .notRun ? .notRun : .inconclusive
      guard entry.severity == .error else { break }
      if consequence == .fail { entry.blocking = true }
      if consequence == .warn { entry.verdict = .warn }
    }
    return entry
  }

  /// Waives what is waived, and fails what was waived too long.
  func withWaivers(_ entries: [GateEntry]) -> [GateEntry] {
    var entries = entries
    for waiver in configuration.waivers {
      let note = GateEntry.WaiverNote(
        reason: waiver.reason, owner: waiver.owner, expires: waiver.expires.description)
      guard input.today <= waiver.expires else {
        entries.append(expired(waiver, note))
        continue
      }
      for index in entries.indices {
        let slice = Dictionary(
          entries[index].slice.compactMap { key, value in Facet(rawValue: key).map { ($0, value) } }
        ) { first, _ in first }
        guard waiver.covers(rule: entries[index].rule, slice: slice),
          [.fail, .inconclusive, .notRun].contains(entries[index].outcome)
        else { continue }
        entries[index].verdict = .waived
        entries[index].blocking = false
        entries[index].waiver = note
      }
    }
    return entries
  }

  private func expired(_ waiver: Waiver, _ note: GateEntry.WaiverNote) -> GateEntry {
    var entry = notice("waiver/\(waiver.rule)", "expires", .error, place: waiver.place)
    entry.outcome = .fail
    entry.verdict = .fail
    entry.blocking = true
    entry.limit = "until \(waiver.expires)"
    entry.waiver = note
    entry.message =
      "the waiver of '\(waiver.rule)' by \(waiver.owner) expired on \(waiver.expires) (today is \(input.today)): \(waiver.reason)"
    entry.advice =
      "mend what was waived and remove the waiver, or renew it in a commit that says why"
    return entry
  }

  var tooFewSeeds: GateEntry {
    let minimum = configuration.statistics.minimumSeeds
    var entry = notice(
      "train-seeds", "min", .error, place: SourcePlace(file: configuration.path))
    entry.outcome = .inconclusive
    entry.value = Double(input.subject.seeds)
    entry.limit = "at least \(minimum)"
    entry.groupsNeeded = minimum
    entry.message =
      "the run has \(input.subject.seeds) training seed\(input.subject.seeds == 1 ? "" : "s"), statistics.train_seeds asks for \(minimum)"
    entry.advice =
      "train with more seeds, or lower train_seeds.min: a verdict then holds for this one network"
    return entry
  }

  /// A warning about a baseline that is older than it may be.
  func baselineAge() -> [GateEntry] {
    guard let baseline = input.baseline, let limit = configuration.baseline.maximumAgeInDays,
      let day = Day(baseline.createdAt.prefix(10)), input.today.number - day.number > limit
    else { return [] }
    var entry = notice(
      "baseline", "max_age", .warn, place: SourcePlace(file: configuration.path))
    entry.outcome = .fail
    entry.value = Double(input.today.number - day.number)
    entry.unit = "days"
    entry.limit = "at most \(limit) days"
    entry.message =
      "the baseline '\(baseline.name)' is \(input.today.number - day.number) days old, \(entry.limit)"
    entry.advice = "promote a newer release with 'evalbench baseline promote'"
    return [entry]
  }

  private func notice(
    _ rule: String, _ criterion: String, _ severity: Severity, place: SourcePlace
  ) -> GateEntry {
    GateEntry(
      rule: rule, criterion: criterion, severity: severity, slice: [:], outcome: .notRun,
      verdict: .notRun, passed: false, blocking: false, metric: rule, part: nil, bin: nil, unit: "",
      value: nil, interval: nil, limit: "", groups: 0, images: 0, groupsNeeded: nil,
      probability: nil, worst: [], message: "", because: nil, advice: nil, waiver: nil,
      place: place.description)
  }
}
