internal import Evaluation
internal import Statistics

/// Named parts of findings, pooled over the test scenes.
struct PartFigures {
  private var findings: [String: [Finding]] = [:]

  /// How a part is pooled over scenes.
  enum Kind {
    /// A share of counted things: weighted by their number, with Wilson's interval.
    case proportion
    /// A figure by scene: the mean, weighted by what was counted, with the range of scenes where there are two.
    case figure
  }

  init(_ record: RunRecord) {
    for row in record.rows where row.split == .test {
      guard row.status == .measured, let finding = row.finding else { continue }
      findings[Self.key(row.check, row.candidate), default: []].append(finding)
    }
  }

  private static func key(_ check: String, _ candidate: String) -> String {
    check + "\u{0}" + candidate
  }

  /// The names of a check's parts in the order in which they first appear.
  func names(_ check: String, _ candidate: String) -> [String] {
    var result: [String] = []
    var known: Set<String> = []
    for finding in findings[Self.key(check, candidate)] ?? [] {
      for part in finding.parts where known.insert(part.name).inserted { result.append(part.name) }
    }
    return result
  }

  /// The pooled value of every part whose name a rule accepts.
  func point(
    _ check: String, _ candidate: String, kind: Kind, where isWanted: (String) -> Bool
  ) -> ChartPoint? {
    let parts = (findings[Self.key(check, candidate)] ?? []).map { finding in
      finding.parts.filter { isWanted($0.name) && $0.value.isFinite }
    }.filter { !$0.isEmpty }
    let all = parts.flatMap { $0 }
    guard !all.isEmpty else { return nil }
    let weights = all.map { Double($0.count ?? 1) }
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    let mean = zip(all, weights).reduce(0) { $0 + $1.0.value * $1.1 } / total
    switch kind {
    case .proportion:
      // A record may say anything: counts that no sky holds must not overflow.
      let trials = Int(min(max(1, total), 1e12).rounded())
      let successes = Int((min(max(mean, 0), 1) * Double(trials)).rounded())
      let ends = ProportionInterval.wilson(min(successes, trials), of: trials)
      return .init(value: mean, low: ends.low, high: ends.high)
    case .figure:
      if parts.count > 1 {
        let values = all.map(\.value)
        return .init(value: mean, low: values.min(), high: values.max())
      }
      return .init(value: mean, low: all[0].interval?.low, high: all[0].interval?.high)
    }
  }

  /// The pooled headline of a check.
  func headline(_ check: String, _ candidate: String) -> ChartPoint? {
    let values = (findings[Self.key(check, candidate)] ?? []).map(\.value).filter(\.isFinite)
    guard let mean = Statistic.mean(values) else { return nil }
    return .init(
      value: mean, low: values.count > 1 ? values.min() : nil,
      high: values.count > 1 ? values.max() : nil)
  }
}
