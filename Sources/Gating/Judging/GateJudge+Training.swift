internal import Evaluation

extension GateJudge {
  /// Whether the candidate has met what it is judged on while it was trained.
  func answer(_ blank: GateEntry, _ images: [GateImage], unseen facet: Facet) -> GateEntry {
    var entry = blank
    entry.images = images.count
    entry.groups = Set(images.map(\.target)).count
    let data: TrainingData
    switch input.subject.training {
    case .learnsNothing:
      entry.outcome = .skipped
      entry.message = "'\(input.subject.name)' is a filter, which learns nothing"
      return entry
    case .unknown(let reason):
      entry.outcome = .notRun
      entry.message =
        "it is not known what '\(input.subject.name)' has learnt from: \(reason); the test may be on frames that it knows"
      entry.advice =
        "train it with this evalbench, which notes that in the model file, or vouch for it with a waiver of this rule"
      return entry
    case .known(let known): data = known
    }
    let learned = images.filter { data.learned.holds($0, facet) }
    let watched = images.filter { data.watched.holds($0, facet) && !learned.contains($0) }
    let met = learned + watched
    entry.value = images.isEmpty ? nil : Double(met.count) / Double(images.count)
    entry.worst = met.prefix(3).map {
      .init(image: $0.name, target: $0.target, value: 1, link: $0.reportLink)
    }
    guard met.isEmpty else {
      let clauses = [
        clause(learned, facet, "which it learnt from"),
        clause(watched, facet, "which chose its best weights"),
      ].compactMap(\.self)
      entry.outcome = .fail
      entry.message =
        "\(met.count) of \(images.count) images are known to it: \(clauses.joined(separator: "; "))"
      entry.advice =
        "judge it on other frames, or train it without these; what it says about them is memory"
      return entry
    }
    let isUnnamed =
      images.contains { $0.value(of: facet) == nil }
      || data.learned.values(of: facet).contains(TrainingData.unnamed)
    entry.outcome = isUnnamed ? .inconclusive : .pass
    entry.message =
      isUnnamed
      ? "some of the frames do not say their \(facet.rawValue), so it may have been met in training"
      : "none of the \(images.count) images is of a \(facet.rawValue) that it has met in training"
    if isUnnamed {
      entry.advice = "name every frame's \(facet.rawValue) in its header, and train again"
    }
    return entry
  }

  /// `4 by target (M31, M42), which it learnt from`.
  private func clause(_ images: [GateImage], _ facet: Facet, _ role: String) -> String? {
    guard !images.isEmpty else { return nil }
    let values = Set(images.compactMap { $0.value(of: facet) }).sorted()
    let more = values.count > 3 ? " and \(values.count - 3) more" : ""
    return
      "\(images.count) by \(facet.rawValue) (\(values.prefix(3).joined(separator: ", "))\(more)), \(role)"
  }
}

extension TrainingData.Frames {
  /// What the frames have of a property that they name.
  func values(of facet: Facet) -> [String] {
    switch facet {
    case .sensor: sensors
    case .filter: filters
    default: []
    }
  }

  /// Whether an image's value is among them; of targets, the very file under another name as well.
  func holds(_ image: GateImage, _ facet: Facet) -> Bool {
    if facet == .target {
      return targets.contains(TrainingData.hash(ofTarget: image.target))
        || image.fileSHA256.map { files.contains(TrainingData.short($0)) } ?? false
    }
    return image.value(of: facet).map(values(of: facet).contains) ?? false
  }
}
