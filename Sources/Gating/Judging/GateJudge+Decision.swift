internal import Evaluation
internal import Statistics

extension GateJudge {
  /// Decides a question by its values.
  func decide(
    _ blank: GateEntry, _ rule: Rule, _ criterion: Criterion, _ evidence: Evidence, minimum: Int
  ) -> GateEntry {
    var entry = blank
    let groups = evidence.groups
    let values = groups.map(\.value)
    let direction = directions[rule.metric.check] ?? .higherIsBetter
    entry.groups = groups.count
    entry.images = evidence.items.count
    entry.worst = evidence.worst(by: badness(criterion, direction))
    switch criterion {
    case .regressedFraction(let share, let by):
      let worse = evidence.items.count { $0.value < -by }
      let interval = ProportionInterval.wilson(
        worse, of: evidence.items.count, level: configuration.statistics.level)
      set(&entry, Double(worse) / Double(evidence.items.count), interval)
      entry.outcome = (entry.value ?? 1) <= share ? .pass : .fail
      entry.message =
        "\(worse) of \(evidence.items.count) images \(Figures.text(interval)) are worse; \(entry.limit)"
    case .worstImageMaximum(let limit):
      decideByWorst(
        &entry, evidence, beyond: { $0 > limit }, value: evidence.items.map(\.value).max())
    case .worstImageMinimum(let limit):
      decideByWorst(
        &entry, evidence, beyond: { $0 < limit }, value: evidence.items.map(\.value).min())
    case .worstGroup(let limit):
      let isHigher = direction == .higherIsBetter
      let losses = groups.map { ($0.name, isHigher ? $0.value : direction.loss($0.value)) }
      let worst = isHigher ? losses.min { $0.1 < $1.1 } : losses.max { $0.1 < $1.1 }
      entry.value = worst?.1
      entry.outcome =
        (worst.map { isHigher ? $0.1 >= limit : $0.1 <= limit } ?? false) ? .pass : .fail
      entry.message =
        "the worst group, \(worst?.0 ?? ""), has \(Figures.text(worst?.1 ?? .nan, unit: entry.unit)); \(entry.limit)"
    case .zero:
      let sum = evidence.items.reduce(0) { $0 + abs($1.value) }
      entry.value = sum
      entry.outcome = sum == 0 ? .pass : .fail
      entry.message =
        sum == 0
        ? "none on \(entry.images) images; up to \(Figures.text(100 * ProportionInterval.upperBoundOfZero(trials: entry.images, level: configuration.statistics.level))) % of all images may still have some"
        : "\(Figures.text(sum, unit: entry.unit)) in all; must be none"
    default:
      decideByInterval(&entry, rule, criterion, evidence, values)
    }
    if entry.groups < minimum, entry.outcome == .pass {
      entry.outcome = .inconclusive
      entry.message += "; \(entry.groups) groups are too few to pass, \(minimum) are needed"
      entry.groupsNeeded = max(entry.groupsNeeded ?? 0, minimum)
    }
    entry.message = sentence(entry, rule)
    if entry.outcome == .fail || entry.outcome == .inconclusive {
      entry.advice = GateAdvice.text(
        for: input.subject.checks.first { $0.id == rule.metric.check }?.question, entry)
    }
    return entry
  }

  private func decideByWorst(
    _ entry: inout GateEntry, _ evidence: Evidence, beyond: (Double) -> Bool, value: Double?
  ) {
    let bad = evidence.items.count { beyond($0.value) }
    entry.value = value
    entry.outcome = bad == 0 ? .pass : .fail
    entry.message =
      "the worst image has \(Figures.text(value ?? .nan, unit: entry.unit)); \(bad) of \(entry.images) are beyond the limit: \(entry.limit)"
  }

  /// Compares the interval of the group mean with the limits.
  private func decideByInterval(
    _ entry: inout GateEntry, _ rule: Rule, _ criterion: Criterion, _ evidence: Evidence,
    _ values: [Double]
  ) {
    let settings = configuration.statistics
    var lower = -Double.infinity
    var upper = Double.infinity
    var isPaired = false
    switch criterion {
    case .minimum(let value): lower = value
    case .maximum(let value): upper = value
    case .absoluteMaximum(let value), .equivalent(let value, _): (lower, upper) = (-value, value)
    case .between(let low, let high): (lower, upper) = (low, high)
    case .nonInferior(let margin, _): (lower, isPaired) = (-margin, true)
    case .superior(let margin, _): (lower, isPaired) = (margin, true)
    default: break
    }
    let slice = entry.sliceText
    var interval: ConfidenceInterval
    let estimate: Double
    if rule.statistic == .median {
      estimate = Moments.median(values)
      interval = MedianInterval.interval(values, level: settings.level)
    } else {
      estimate = Moments.mean(values)
      interval = MeanInterval.interval(
        values, method: settings.interval, level: settings.level, resamples: settings.resamples,
        random: random(rule.id, entry.criterion, slice))
    }
    var zero = ""
    if !isPaired, let bound = evidence.upperBoundOfZero(level: settings.level) {
      interval = ConfidenceInterval(low: 0, high: bound, level: settings.level)
      zero = " (none seen; rule of three)"
    }
    set(&entry, estimate, interval)
    let isInside = estimate >= lower && estimate <= upper
    if rule.decision == .estimate {
      entry.outcome = isInside ? .pass : .fail
    } else if interval.low >= lower && interval.high <= upper {
      entry.outcome = .pass
    } else if interval.high < lower || interval.low > upper {
      entry.outcome = .fail
    } else {
      entry.outcome = .inconclusive
      // The formula knows no skewness: where it says that there are enough already, it takes at least one more.
      entry.groupsNeeded = GroupsNeeded.toShow(
        distance: min(estimate - lower, upper - estimate),
        standardDeviation: Moments.standardDeviation(values), level: settings.level
      ).map { max($0, values.count + 1) }
    }
    if case .superior(let margin, _) = criterion {
      let probability = MarginTest.superiority(values, margin: margin)
      entry.probability = probability
      // The claim stands by its probability, which Holm's method can correct.
      let isShown = probability <= (1 - settings.level) / 2
      if isShown {
        entry.outcome = .pass
      } else if entry.outcome == .pass {
        entry.outcome = .inconclusive
      }
    }
    let figure =
      isPaired
      ? "improvement \(Figures.signed(estimate))"
      : "\(rule.statistic.rawValue) \(Figures.text(estimate))"
    entry.message =
      "\(figure)\(entry.unit.isEmpty ? "" : " " + entry.unit) \(Figures.text(interval))\(zero), \(entry.limit)"
  }

  private func set(_ entry: inout GateEntry, _ value: Double, _ interval: ConfidenceInterval) {
    entry.value = value
    entry.interval = GateEntry.Interval(
      low: interval.low.isFinite ? interval.low : nil,
      high: interval.high.isFinite ? interval.high : nil, level: interval.level)
  }

  /// How bad a value is, for choosing the images to show.
  private func badness(_ criterion: Criterion, _ direction: CheckMetadata.Direction)
    -> (Double) -> Double
  {
    switch criterion {
    case .nonInferior, .superior, .regressedFraction, .minimum, .worstImageMinimum: { -$0 }
    case .maximum, .worstImageMaximum: { $0 }
    case .absoluteMaximum, .equivalent, .zero: { abs($0) }
    default: direction.loss
    }
  }

  /// What, where, by how much, on how many targets, which image, and how many would decide it.
  private func sentence(_ entry: GateEntry, _ rule: Rule) -> String {
    var text = "\(rule.metric) \(entry.message) in \(entry.sliceText), n=\(entry.groups) targets"
    if entry.outcome != .pass, !entry.worst.isEmpty {
      let worst = entry.worst.map { "\($0.image) \(Figures.text($0.value))" }
      text += "; worst: \(worst.joined(separator: ", ")) -> \(entry.worst[0].link)"
    }
    if entry.outcome == .inconclusive {
      text +=
        entry.groupsNeeded.map {
          "; about \($0) targets would decide it, there are \(entry.groups)"
        }
        ?? "; the figure itself is not within the limit, so more targets are unlikely to pass it"
    }
    return text
  }
}
