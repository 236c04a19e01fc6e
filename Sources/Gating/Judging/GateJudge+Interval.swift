internal import Evaluation
internal import Statistics

extension GateJudge {
  /// Compares the interval of the group mean with the limits.
  func decideByInterval(
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
        random: random(rule.id, entry.question, slice))
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
      entry.groupsNeeded =
        estimate - lower < upper - estimate
        ? needed(values, distance: estimate - lower, arm: estimate - interval.low)
        : needed(values, distance: upper - estimate, arm: interval.high - estimate)
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

  /// The targets that would decide it: at least one more than there are, and more where the interval is wider than the spread
  /// alone makes it.
  private func needed(_ values: [Double], distance: Double, arm: Double) -> Int? {
    let level = configuration.statistics.level
    guard
      let bySpread = GroupsNeeded.toShow(
        distance: distance, standardDeviation: Moments.standardDeviation(values), level: level)
    else { return nil }
    let byWidth = GroupsNeeded.toShrink(
      distance: distance, arm: arm, groups: values.count, level: level)
    return max(bySpread, byWidth ?? 0, values.count + 1)
  }

  /// Notes the figure and its interval.
  func set(_ entry: inout GateEntry, _ value: Double, _ interval: ConfidenceInterval) {
    entry.value = value
    entry.interval = GateEntry.Interval(
      low: interval.low.isFinite ? interval.low : nil,
      high: interval.high.isFinite ? interval.high : nil, level: interval.level)
  }
}
