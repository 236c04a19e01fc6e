internal import Evaluation
internal import Statistics

/// The winner against the strongest other way of doing it, target by target.
struct ForestSection {
  var introduction: String
  var plots: [Plot]
  var absence: String?

  struct Plot {
    var id: String
    var title: String
    var verdict: String
    var svg: String
    var rows: [Row]
    var marginText: String
  }

  struct Row {
    var target: String
    var value: String
  }

  /// Checks that are drawn, with the difference that nobody would notice: the margins of the release gate, where it has one.
  private static let wanted: [(check: String, margin: Double)] = [
    ("psnr-display", 0.2), ("star-loss", 0.01), ("fwhm-drift", 1), ("faint-texture", 0.02),
    ("structured-noise", 0.05), ("photometric-bias", 5),
  ]

  init(_ record: RunRecord, _ card: Scorecard) {
    (plots, absence) = ([], nil)
    introduction = ""
    guard let winner = record.candidates.firstIndex(where: { $0.name == record.winner?.candidate })
    else {
      absence = "There is no winner to compare."
      return
    }
    guard let rival = Self.rival(of: winner, record, card) else {
      absence = "There is no other candidate to compare the winner with."
      return
    }
    let name = SafeText.line(record.candidates[winner].name)
    let other = SafeText.line(record.candidates[rival].name)
    introduction =
      "\(name) against \(other), the classical filter that comes closest. A square is one target, a square with a whisker the mean of a slice of them, the diamond the mean over targets with its 95 % interval. In the shaded band the difference does not matter."
    for (check, margin) in Self.wanted {
      guard let row = card.rows.first(where: { $0.check.id == check }),
        let difference = PairedDifference(row.cells[winner], over: row.cells[rival], row.check)
      else { continue }
      plots.append(Plot(row.check, difference, margin: margin, name: name, other: other, record))
    }
    if plots.isEmpty { absence = "No check was measured for both \(name) and \(other)." }
  }

  /// The classical filter with the best PSNR, else the strongest other candidate.
  private static func rival(of winner: Int, _ record: RunRecord, _ card: Scorecard) -> Int? {
    let others = record.candidates.indices.filter {
      $0 != winner && !record.candidates[$0].isUntouchedInput
    }
    return card.bestClassical(record, except: winner) ?? card.strongest(of: others)
      ?? record.candidates.firstIndex { $0.isUntouchedInput }
  }
}

extension ForestSection.Plot {
  fileprivate init(
    _ check: CheckMetadata, _ difference: PairedDifference, margin: Double, name: String,
    other: String, _ record: RunRecord
  ) {
    let factor = check.shownFactor
    let unit =
      factor == 100 ? "percentage points" : String(SafeText.line(check.unit).prefix { $0 != "," })
    id = "forest-\(check.id)"
    title = SafeText.line(check.title)
    let names = Dictionary(
      record.scenes.map { ($0.target, $0.name) }, uniquingKeysWith: { first, _ in first })
    let targets = difference.byTarget.map {
      ForestChart.Row(name: names[$0.target] ?? $0.target, value: $0.value * factor)
    }
    let slices = Self.slices(difference, factor, record)
    let mean = difference.mean * factor
    let ends = difference.interval.map { ($0.low * factor, $0.high * factor) }
    let word = difference.word(margin: margin)
    let range =
      ends.map { " [\(NumberFormat.signed($0.0)), \(NumberFormat.signed($0.1))]" } ?? ""
    verdict =
      "\(word.prefix(1).uppercased())\(word.dropFirst()): \(NumberFormat.signed(mean))\(range) \(unit), \(Words.count(targets.count, "target"))"
    marginText =
      "The band is ± \(NumberFormat.text(margin * factor, digits: 2)) \(unit)."
    svg =
      ForestChart(
        id: id, title: "\(title): \(name) against \(other)",
        description: verdict + ". "
          + targets.map { "\(SafeText.line($0.name)) \(NumberFormat.signed($0.value))" }
          .joined(separator: ", "),
        rows: targets + slices, overall: (mean, ends?.0, ends?.1), margin: margin * factor,
        better: "\(SafeText.short(name, limit: 18)) is better",
        worse: "worse", unit: unit
      ).svg()
    rows = (targets + slices).map { row in
      let ends = row.interval.map {
        " [\(NumberFormat.signed($0.low)), \(NumberFormat.signed($0.high))]"
      }
      return ForestSection.Row(
        target: SafeText.line(row.name), value: NumberFormat.signed(row.value) + (ends ?? ""))
    }
  }

  /// The means of the slices that have targets enough for an interval, and are not all there is.
  private static func slices(
    _ difference: PairedDifference, _ factor: Double, _ record: RunRecord
  ) -> [ForestChart.Row] {
    let targets = Dictionary(record.scenes.map { ($0.name, $0.target) }) { first, _ in first }
    return (record.slices ?? []).compactMap { slice in
      let own = Set(slice.scenes.compactMap { targets[$0] })
      let values = difference.byTarget.filter { own.contains($0.target) }.map { $0.value * factor }
      guard values.count < difference.byTarget.count,
        let interval = TargetInterval.interval(values)
      else { return nil }
      return ForestChart.Row(
        name: "\(slice.facet.words): \(slice.value)", value: Moments.mean(values),
        interval: (interval.low, interval.high))
    }
  }
}
