internal import Evaluation

/// What the index's template shows.
struct IndexPage {
  var lead: String
  var columns: [String]
  var rows: [Row]
  var trends: [Trend]
  var hasTrends: Bool

  struct Row {
    var name: String
    var link: String?
    var started: String
    var preset: String
    var chip: GateSection.Chip?
    var verdict: String
    var winner: String
    var commit: String
    var figures: [String]
  }

  /// One test set over time.
  struct Trend {
    var title: String
    var charts: [Chart]
  }

  struct Chart {
    var title: String
    var caption: String
    var svg: String
  }

  /// The checks that the table and the trends quote.
  private static let wanted = [
    "psnr-display", "star-loss", "fwhm-drift", "false-stars", "faint-texture", "noise-reduction",
  ]

  /// A run with its winner's figures.
  private struct Entry {
    var run: RunsIndex.Run
    var started: String
    var preset: String
    var values: [String: Double]
  }

  init(_ runs: [RunsIndex.Run]) {
    let entries = runs.map { run in
      Entry(
        run: run, started: run.record?.provenance.startedAt ?? run.gate?.decidedAt ?? "",
        preset: run.record?.preset ?? "", values: run.record.map(Self.values) ?? [:])
    }.sorted { ($0.started, $0.run.folder) > ($1.started, $1.run.folder) }
    var checks: [CheckMetadata] = []
    for id in Self.wanted {
      let known = entries.lazy.compactMap { $0.run.record?.checks.first { $0.id == id } }.first
      if let known { checks.append(known) }
    }
    columns = checks.map {
      let unit = $0.unit.isEmpty ? "" : ", \(SafeText.line($0.unit))"
      return "\(SafeText.line($0.title))\(unit)"
    }
    rows = entries.map { Row($0.run, started: $0.started, checks.map(\.id), $0.values) }
    let latest = entries.first.map { "; the latest of \(SafeText.line($0.started))" } ?? ""
    lead =
      "\(Words.count(entries.count, "run"))\(latest). Figures are of each run’s winner on its test split."
    trends = []
    var presets: [String] = []
    for entry in entries where entry.run.record != nil { presets.appendOnce(entry.preset) }
    for preset in presets {
      let same = Array(entries.filter { $0.preset == preset && $0.run.record != nil }.reversed())
      guard same.count > 1 else { continue }
      let place = trends.count
      let charts = checks.compactMap { check in
        Chart(check, id: "trend-\(place)-\(check.id)", same.map { $0.values[check.id] })
      }
      if !charts.isEmpty {
        trends.append(
          Trend(
            title: "Preset \(SafeText.line(preset)), \(Words.count(same.count, "run"))",
            charts: charts))
      }
    }
    hasTrends = !trends.isEmpty
  }

  private static func values(_ record: RunRecord) -> [String: Double] {
    guard let winner = record.candidates.firstIndex(where: { $0.name == record.winner?.candidate })
    else { return [:] }
    var result: [String: Double] = [:]
    for row in Scorecard(record, split: .test).rows where wanted.contains(row.check.id) {
      result[row.check.id] = row.cells[winner].value
    }
    return result
  }
}

extension IndexPage.Row {
  fileprivate init(
    _ run: RunsIndex.Run, started: String, _ checks: [String], _ values: [String: Double]
  ) {
    name = SafeText.line(run.folder)
    link = run.hasReport ? ViewFragment.escaped(run.folder) + "/report.html" : nil
    self.started = started.isEmpty ? "–" : SafeText.line(started)
    preset = run.record.map { SafeText.line($0.preset) } ?? (run.gate == nil ? "–" : "gate")
    chip = run.gate.map { GateSection.Chip($0.verdict) }
    verdict =
      run.record.map { SafeText.short($0.verdict.first ?? "no verdict", limit: 140) }
      ?? (run.gate == nil ? "cannot be read" : "a gate without a run of its own")
    winner =
      run.record?.winner.map { SafeText.line($0.candidate) }
      ?? run.gate.map { SafeText.line($0.candidate.name) } ?? "–"
    commit = run.record.map { SafeText.short($0.provenance.commit, limit: 11) } ?? "–"
    figures = checks.map { id in values[id].map { NumberFormat.text($0) } ?? "–" }
  }
}

extension IndexPage.Chart {
  /// `nil` where fewer than two runs have the figure.
  fileprivate init?(_ check: CheckMetadata, id: String, _ values: [Double?]) {
    let points = values.enumerated().compactMap { place, value in
      value.map { (x: Double(place + 1), y: ChartPoint(value: $0)) }
    }
    guard points.count > 1, let first = points.first, let last = points.last else { return nil }
    title = SafeText.line(check.title)
    let improvement = check.direction.improvement(last.y.value, over: first.y.value)
    let unit =
      check.unit.isEmpty ? "" : " \(SafeText.line(String(check.unit.prefix { $0 != "," })))"
    let word = improvement > 0 ? "better" : improvement < 0 ? "worse" : "the same"
    caption =
      "From \(NumberFormat.text(first.y.value)) to \(NumberFormat.text(last.y.value))\(unit), oldest run to latest: \(word). \(check.direction.words.prefix(1).uppercased())\(check.direction.words.dropFirst())."
    svg =
      LineChart(
        id: id, title: "\(title), run by run", description: caption,
        horizontal: "run, oldest first", vertical: SafeText.line(check.unit), scale: .linear,
        series: [
          .init(name: title, style: SeriesStyle(index: 0), points: points, emphasis: last.x)
        ]
      ).svg()
  }
}
