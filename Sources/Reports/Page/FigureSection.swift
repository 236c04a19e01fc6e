internal import Evaluation

/// A section of charts about one matter: stars, background and noise, faint signal, what was removed.
struct FigureSection {
  var id: String
  var title: String
  var introduction: String
  var legend: [CandidateLabel]
  var figures: [ChartFigure]
  /// Why there is nothing to show.
  var absence: String?

  init(
    id: String, title: String, introduction: String, absence: String, _ record: RunRecord,
    _ requests: [ChartFigure.Request], more: [ChartFigure] = []
  ) {
    let parts = PartFigures(record)
    self.id = id
    self.title = title
    self.introduction = introduction
    figures = requests.compactMap { ChartFigure($0, record, parts) } + more
    legend = record.candidates.indices.map { CandidateLabel(record, $0) }
    self.absence = figures.isEmpty ? absence : nil
  }
}

extension FigureSection {
  /// The ends of a range in a part's name: `completeness SNR 7-10` has `7-10`.
  static func range(_ name: String) -> String? {
    name.firstMatch(of: /[0-9.]+-[0-9.]+|[0-9.]+\+/).map { String($0.output) }
  }

  static func lowEnd(_ range: String) -> Double {
    Double(range.prefix { $0 != "-" && $0 != "+" }) ?? 0
  }

  /// Bins of the ranges in the names of a check's parts that start with a prefix and end with a suffix.
  static func bins(
    _ record: RunRecord, _ check: String, from prefix: String, to suffix: String
  ) -> [String] {
    var found: Set<String> = []
    for row in record.rows where row.check == check && row.split == .test {
      for part in row.finding?.parts ?? [] {
        guard part.name.hasPrefix(prefix), part.name.hasSuffix(suffix), let range = range(part.name)
        else { continue }
        found.insert(range)
      }
    }
    return found.sorted { (lowEnd($0), $0) < (lowEnd($1), $1) }
  }

  /// The middle of `0.06-0.08`.
  static func middle(_ range: String) -> Double? {
    let ends = range.split(separator: "-").compactMap { Double($0) }
    return ends.count == 2 ? (ends[0] + ends[1]) / 2 : nil
  }
}
