internal import Evaluation
internal import Randomness
internal import Statistics

/// Asks every question of a configuration of one candidate's values.
public struct GateJudge: Sendable {
  let configuration: GateConfiguration
  let input: GateInput
  let directions: [String: CheckMetadata.Direction]

  /// - Throws: ``NotComparable`` where baseline and candidate were not measured alike.
  public init(_ configuration: GateConfiguration, _ input: GateInput) throws(NotComparable) {
    self.configuration = configuration
    self.input = input
    directions = Dictionary(input.subject.checks.map { ($0.id, $0.direction) }) { first, _ in first
    }
    if let wanted = configuration.data.testSet, wanted != input.subject.testSetSHA256 {
      throw NotComparable(
        "the test set is \(input.subject.testSetSHA256), but data.test_set pins \(wanted); judge the pinned frames, or change the pin in a commit of its own"
      )
    }
    if let baseline = input.baseline {
      try baseline.check(against: input.subject, metrics: Self.comparedChecks(configuration))
    } else {
      try configuration.checkGoesWithoutBaseline()
    }
  }

  private static func comparedChecks(_ configuration: GateConfiguration) -> Set<String> {
    Set(
      configuration.rules.filter { rule in
        rule.severity != .off && rule.questions.contains { $0.criterion.needsBaseline }
      }.map(\.metric.check))
  }

  /// What every question came to, rules in order, all images before slices.
  public func entries() -> [GateEntry] {
    var entries: [GateEntry] = []
    for rule in configuration.rules where rule.severity != .off {
      for question in rule.questions { entries.append(answer(rule, question, slice: nil)) }
    }
    for slicing in configuration.slices { entries += answers(slicing) }
    entries = corrected(entries)
    if input.subject.seeds < configuration.statistics.minimumSeeds {
      entries.append(tooFewSeeds)
    }
    entries += baselineAge()
    return withWaivers(entries.map(withVerdict))
  }

  /// The stream of a question, so that no answer depends on which other questions are asked.
  func random(_ rule: String, _ criterion: String, _ slice: String) -> RandomSource {
    RandomSource(
      seed: configuration.statistics.seed, name: "gate/\(rule)/\(criterion)/\(slice)")
  }

  /// The answers on every value of a property, and the gap between each value and the rest.
  private func answers(_ slicing: Slicing) -> [GateEntry] {
    let values = Set(input.subject.images.map { $0.value(of: slicing.facet) ?? "unknown" })
    var result: [GateEntry] = []
    for value in values.sorted() {
      let slice = Slice(
        facet: slicing.facet, value: value, minimumGroups: slicing.minimumGroups,
        tooFew: slicing.tooFew)
      for rule in configuration.rules where slicing.rules.contains(rule.id) && rule.severity != .off
      {
        for question in rule.questions { result.append(answer(rule, question, slice: slice)) }
      }
      if let gap = slicing.gap { result.append(answer(gap, slice, place: slicing.place)) }
    }
    return result
  }

  /// Claims of being better are corrected together: what does not hold after Holm is not shown.
  private func corrected(_ entries: [GateEntry]) -> [GateEntry] {
    guard configuration.statistics.superiorityCorrection == .holm else { return entries }
    let claims = entries.indices.filter { entries[$0].probability != nil }
    let adjusted = Holm.adjusted(claims.compactMap { entries[$0].probability })
    var entries = entries
    for (index, probability) in zip(claims, adjusted) {
      entries[index].probability = probability
      let alpha = (1 - configuration.statistics.level) / 2
      guard entries[index].outcome == .pass, probability > alpha else { continue }
      entries[index].outcome = .inconclusive
      entries[index].message +=
        "; not shown after Holm's correction of \(claims.count) claims (p = \(Figures.text(probability)) > \(Figures.text(alpha)))"
    }
    return entries
  }
}

/// One value of a property, and what it takes to judge it.
struct Slice {
  var facet: Facet
  var value: String
  var minimumGroups: Int
  var tooFew: Slicing.TooFew

  func holds(for image: GateImage) -> Bool { (image.value(of: facet) ?? "unknown") == value }
}
