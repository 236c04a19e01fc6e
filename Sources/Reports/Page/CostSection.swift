internal import Evaluation

/// What each candidate costs to run and to make.
struct CostSection {
  var rows: [Row]
  /// What is bought with the time; none where fewer than two candidates were timed.
  var figures: [ChartFigure]

  struct Row {
    var label: CandidateLabel
    var specification: String
    var parameters: String
    var operations: String
    var seconds: String
    var trainingSeconds: String
    var weights: String
    var hash: String
    var normalization: String?
  }

  init(_ record: RunRecord, _ test: Scorecard) {
    figures = [Self.trade(record, test)].compactMap { $0 }
    rows = record.candidates.enumerated().map { index, candidate in
      Row(
        label: CandidateLabel(record, index),
        specification: SafeText.line(candidate.specification),
        parameters: candidate.parameters.map(NumberFormat.integer) ?? "–",
        operations: candidate.multiplyAccumulatesPerPixel.map(NumberFormat.short) ?? "–",
        seconds: candidate.secondsPerMegapixel.map { NumberFormat.text($0, digits: 3) } ?? "–",
        trainingSeconds: candidate.training?.seconds.map { NumberFormat.text($0, digits: 3) }
          ?? "–",
        weights: candidate.weightsFile.map(SafeText.line) ?? "–",
        hash: candidate.weightsSHA256.map { SafeText.line($0) } ?? "",
        normalization: candidate.normalization.map(SafeText.line))
    }
  }
}

extension CostSection {
  private static func trade(_ record: RunRecord, _ test: Scorecard) -> ChartFigure? {
    guard let row = test.rows.first(where: { $0.check.id == "psnr-linear" }) else { return nil }
    let entries = record.candidates.enumerated().compactMap { index, candidate in
      guard !candidate.isUntouchedInput, let cost = candidate.secondsPerMegapixel, cost > 0,
        let value = row.cells[index].value, value.isFinite
      else { return TradeChart.Entry?.none }
      return TradeChart.Entry(
        name: CandidateLabel(record, index).name, style: SeriesStyle(index: index), cost: cost,
        quality: value)
    }
    guard entries.count > 1 else { return nil }
    let title = "What the time buys"
    var chart = TradeChart(
      id: "chart-trade", title: title, description: "", horizontal: "seconds a megapixel",
      vertical: "\(SafeText.line(row.check.title)), \(SafeText.line(row.check.unit))",
      entries: entries)
    let worth = chart.frontier.map(\.name)
    chart.description =
      entries.map {
        "\($0.name): \(NumberFormat.text($0.cost, digits: 3)) s, \(NumberFormat.text($0.quality, digits: 3))."
      }.joined(separator: " ") + " On the line: \(Words.list(worth))."
    return ChartFigure(
      id: chart.id, title: title,
      reading:
        "Up and to the left is better. A candidate below the line is beaten by one that takes no longer. The time is this machine’s; fidelity alone decides nothing, the scorecard does.",
      svg: chart.svg(),
      table: FigureTable(
        bins: ["Seconds a megapixel", chart.vertical, "On the line"], of: "cost",
        entries.map { entry in
          FigureTable.Row(
            head: .init(
              label: CandidateLabel(record, entry.style.index), name: entry.name),
            cells: [
              NumberFormat.text(entry.cost, digits: 3), NumberFormat.text(entry.quality),
              worth.contains(entry.name) ? "yes" : "no",
            ])
        }))
  }
}
