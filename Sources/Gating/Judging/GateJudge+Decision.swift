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
    entry.typical = evidence.typical(by: badness(criterion, direction))
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
        ? "none seen (up to \(Figures.text(100 * ProportionInterval.upperBoundOfZero(trials: entry.images, level: configuration.statistics.level))) % of such images could still have some)"
        : "\(Figures.text(sum, unit: entry.unit)) in all; must be none"
    default:
      decideByInterval(&entry, rule, criterion, evidence, values)
    }
    if entry.groups < minimum, entry.outcome == .pass {
      entry.outcome = .inconclusive
      entry.message += "; \(entry.groups) groups are too few to pass, \(minimum) are needed"
      entry.groupsNeeded = max(entry.groupsNeeded ?? 0, minimum)
    }
    entry.message = sentence(entry, criterion)
    if entry.outcome == .fail || entry.outcome == .inconclusive {
      entry.advice = GateAdvice.text(
        for: input.subject.checks.first { $0.id == rule.metric.check }?.question, entry,
        targets: Set(input.subject.images.map(\.target)).count)
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
  private func sentence(_ entry: GateEntry, _ criterion: Criterion) -> String {
    let metric = MetricKey(entry.metric, part: entry.part)
    var text = "\(metric) \(entry.message) in \(entry.sliceText), n=\(entry.groups) targets"
    if entry.outcome != .pass, !entry.worst.isEmpty {
      let worst = entry.worst.map { "\($0.image) \(Figures.text($0.value))" }
      text += "; worst: \(worst.joined(separator: ", ")) -> \(entry.worst[0].link)"
    }
    if entry.outcome == .inconclusive {
      if case .nonInferior = criterion, let high = entry.interval?.high, high < 0 {
        text += "; that it is worse is certain, whether by more than the margin is not"
      }
      text +=
        entry.groupsNeeded.map {
          "; about \($0) targets would decide it, there are \(entry.groups)"
        }
        ?? "; the figure itself is not within the limit, so more targets are unlikely to pass it"
    }
    return text
  }
}
