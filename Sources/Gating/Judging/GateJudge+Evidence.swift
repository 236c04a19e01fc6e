internal import Evaluation

/// Why a question cannot be asked.
struct NoEvidence: Error {
  var message: String
}

extension GateJudge {
  /// The values that a question looks at: as measured, or paired with what they are compared with.
  func evidence(
    _ key: MetricKey, _ criterion: Criterion, _ images: [GateImage]
  ) -> Result<Evidence, NoEvidence> {
    let own = input.subject.values[key] ?? [:]
    let measured = images.filter { own[$0.name] != nil }
    guard !measured.isEmpty else { return .failure(NoEvidence(message: absence(key, images))) }
    let comparator: Criterion.Comparator? =
      switch criterion {
      case .nonInferior(_, let to), .superior(_, let to), .equivalent(_, let to): to
      case .regressedFraction: .baseline
      default: nil
      }
    var items: [Evidence.Item] = []
    var missing: [String] = []
    let direction = directions[key.check] ?? .higherIsBetter
    for image in measured {
      guard let value = own[image.name] else { continue }
      guard let comparator, comparator != .ideal else {
        let shift = comparator == .ideal ? direction.ideal ?? 0 : 0
        items.append(.init(image: image, value: value.value - shift, count: value.count))
        continue
      }
      guard let other = other(comparator, key, image.name) else {
        missing.append(image.name)
        continue
      }
      let isEquivalence = if case .equivalent = criterion { true } else { false }
      items.append(
        .init(
          image: image,
          value: isEquivalence
            ? value.value - other : direction.improvement(value.value, over: other),
          count: value.count))
    }
    if let comparator, comparator != .ideal, !missing.isEmpty {
      return .failure(NoEvidence(message: absence(of: comparator, key, missing)))
    }
    return .success(
      Evidence(items: items, groupBy: configuration.data.groupBy, unit: unit(of: key)))
  }

  private func other(_ comparator: Criterion.Comparator, _ key: MetricKey, _ image: String)
    -> Double?
  {
    switch comparator {
    case .baseline: input.baseline?.values[key.description]?[image]
    case .candidate(let name): input.others[name]?.values[key]?[image]?.value
    case .ideal: nil
    }
  }

  /// Why no image has a value.
  private func absence(_ key: MetricKey, _ images: [GateImage]) -> String {
    let subject = input.subject
    if let part = key.part, subject.values[MetricKey(key.check)] != nil {
      let parts = Set(subject.values.keys.filter { $0.check == key.check }.compactMap(\.part))
        .sorted()
      return
        "\(key.check) has no part '\(part)' on these images; it has \(parts.isEmpty ? "none" : parts.joined(separator: "; "))"
        + NearestName.hint(part, among: parts)
    }
    let reasons = Set(
      images.compactMap {
        subject.failures[key.check]?[$0.name] ?? subject.notApplicable[key.check]?[$0.name]
      }
    ).sorted()
    return reasons.isEmpty
      ? "\(key) was not measured"
      : "\(key) was measured on none of \(images.count) images: \(reasons.prefix(3).joined(separator: "; "))"
  }

  private func absence(
    of comparator: Criterion.Comparator, _ key: MetricKey, _ images: [String]
  ) -> String {
    switch comparator {
    case .candidate(let name) where input.others[name] == nil:
      return
        "the run has no candidate '\(name)' to compare with; it has \(input.others.keys.sorted().joined(separator: ", "))"
        + NearestName.hint(name, among: Array(input.others.keys))
    case .candidate(let name):
      return
        "'\(name)' has no value of \(key) on \(images.count) images, first \(images.first ?? "")"
    case .baseline, .ideal:
      return
        "the baseline has no value of \(key) on \(images.count) images, first \(images.first ?? ""); save it again"
        + (key.part == nil ? "" : " with --parts")
    }
  }
}
