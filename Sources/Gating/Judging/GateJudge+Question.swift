internal import Evaluation
internal import Statistics

extension GateJudge {
  /// One question, on all images or on a slice.
  func answer(_ rule: Rule, _ question: Rule.Question, slice: Slice?) -> GateEntry {
    var entry = blank(rule, question, slice: slice)
    let criterion = question.criterion
    if let runner = rule.runner, runner != input.runner {
      entry.outcome = .skipped
      entry.message =
        "holds on the runner '\(runner)' alone; this one is '\(input.runner ?? "not named")' (set EVALBENCH_RUNNER)"
      return entry
    }
    if criterion.needsBaseline, input.baseline == nil {
      entry.outcome = .skipped
      entry.message = "there is no baseline: this is a first release"
      return entry
    }
    if let scalar = Scalar(rawValue: rule.metric.check) { return answer(entry, scalar, criterion) }
    let images = input.subject.images.filter { slice?.holds(for: $0) ?? true }
    let chosen = images.filter(rule.condition.holds)
    guard !chosen.isEmpty else {
      let isConditional = !images.isEmpty && !rule.condition.isEmpty
      entry.outcome = isConditional ? .skipped : .notRun
      entry.message =
        isConditional
        ? "no image is \(rule.condition.description)"
        : "there is no image to judge; an empty test set never passes"
      return entry
    }
    switch criterion {
    case .parity(let tolerance, let percent, let hard):
      return answer(entry, chosen, tolerance: tolerance, percent: percent, hard: hard)
    case .unseen(let facet): return answer(entry, chosen, unseen: facet)
    default: break
    }
    switch evidence(rule.metric(of: question), criterion, chosen) {
    case .failure(let reason):
      entry.outcome = .notRun
      entry.message = reason.message
      return entry
    case .success(let evidence):
      let minimum = slice?.minimumGroups ?? rule.minimumGroups ?? configuration.data.minimumGroups
      entry = decide(entry, rule, criterion, evidence, minimum: minimum)
    }
    return considering(failuresOf: rule.metric.check, on: chosen, entry, slice)
  }

  /// A check that failed on an image is never passed by the others.
  private func considering(
    failuresOf check: String, on images: [GateImage], _ entry: GateEntry, _ slice: Slice?
  ) -> GateEntry {
    var entry = entry
    let failures = images.compactMap { image in
      input.subject.failures[check]?[image.name].map { (image.name, $0) }
    }
    if let first = failures.first, entry.outcome != .fail {
      entry.outcome = .notRun
      entry.message =
        "\(check) failed on \(failures.count) of \(images.count) images, first on \(first.0): \(first.1)"
    }
    if let slice, slice.tooFew == .skip, entry.groups < slice.minimumGroups,
      entry.outcome == .inconclusive
    {
      entry.outcome = .skipped
      entry.message += " (too few for this slice, and 'on_too_few: skip')"
    }
    return entry
  }

  func blank(_ rule: Rule, _ question: Rule.Question, slice: Slice?) -> GateEntry {
    let metric = rule.metric(of: question)
    // A range has the unit of the whole.
    let unit = unit(of: question.bin == nil ? metric : rule.metric)
    return GateEntry(
      rule: rule.id, criterion: question.criterion.name, severity: question.severity,
      slice: slice.map { [$0.facet.rawValue: $0.value] } ?? [:], outcome: .notRun,
      verdict: .notRun, passed: false, blocking: false, metric: metric.check,
      part: metric.part, bin: question.bin?.description, unit: unit, value: nil, interval: nil,
      limit: question.criterion.text(unit: unit), groups: 0, images: 0, groupsNeeded: nil,
      probability: nil, worst: [], message: "", because: rule.because,
      advice: nil, waiver: nil, place: rule.place.description)
  }

  func unit(of key: MetricKey) -> String {
    if let scalar = Scalar(rawValue: key.check) { return scalar.unit }
    if key.check == MetricCatalogue.parity { return "%" }
    if key.check == MetricCatalogue.training { return "fraction" }
    let check = input.subject.checks.first { $0.id == key.check }
    return input.subject.values[key]?.values.first?.unit ?? (key.part == nil ? check?.unit : nil)
      ?? ""
  }

  private func answer(_ entry: GateEntry, _ scalar: Scalar, _ criterion: Criterion) -> GateEntry {
    var entry = entry
    guard let value = input.subject.scalars[scalar] else {
      entry.message = "\(scalar.rawValue) of \(input.subject.name) is not known"
      return entry
    }
    let isInside: Bool
    switch criterion {
    case .minimum(let low): isInside = value >= low
    case .maximum(let high): isInside = value <= high
    case .between(let low, let high): isInside = value >= low && value <= high
    default: isInside = false
    }
    entry.value = value
    entry.outcome = isInside ? .pass : .fail
    entry.message = "\(scalar.rawValue) \(Figures.text(value, unit: scalar.unit)), \(entry.limit)"
    return entry
  }

  private func answer(
    _ entry: GateEntry, _ images: [GateImage], tolerance: Double, percent: Double, hard: Double
  ) -> GateEntry {
    var entry = entry
    let compared = images.compactMap { image in
      input.subject.parity[image.name].map { (image, $0) }
    }
    guard compared.count == images.count, !compared.isEmpty else {
      entry.message =
        "outputs of two files were not compared; give the exported file as --candidate and the file it came from as --native"
      return entry
    }
    let worst = compared.sorted { $0.1.largest > $1.1.largest }
    entry.images = compared.count
    entry.groups = Set(compared.map(\.0.target)).count
    let exceeding = compared.map(\.1.exceedingPercent).max() ?? 0
    let largest = worst.first?.1.largest ?? 0
    entry.value = exceeding
    entry.worst = worst.prefix(3).map {
      GateEntry.JudgedImage(
        image: $0.0.name, target: $0.0.target, value: $0.1.largest,
        link: $0.0.reportLink)
    }
    // What is no number is never within a tolerance.
    entry.outcome = exceeding <= percent && largest <= hard ? .pass : .fail
    entry.message =
      "up to \(Figures.text(exceeding)) % of the pixels differ by more than \(Figures.text(tolerance)) of the input's range, the largest by \(Figures.text(largest)) on \(worst.first?.0.name ?? ""); \(entry.limit)"
    return entry
  }
}
