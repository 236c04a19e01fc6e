internal import Evaluation

extension ChartFigure {
  /// How what is left on the sky hangs together from pixel to pixel; `nil` where no crop has sky and a reference.
  static func correlation(
    _ found: [Int: ResidualCorrelation], input: ResidualCorrelation, _ record: RunRecord
  ) -> ChartFigure? {
    let known = record.candidates.indices.filter {
      !(found[$0]?.values ?? []).isEmpty && !record.candidates[$0].isUntouchedInput
    }
    guard !known.isEmpty else { return nil }
    func points(_ values: [Double]) -> [(x: Double, y: ChartPoint)] {
      values.enumerated().map { (Double($0.offset + 1), ChartPoint(value: $0.element)) }
    }
    var series = known.map { index in
      LineChart.Series(
        name: CandidateLabel(record, index).name, style: SeriesStyle(index: index),
        points: points(found[index]?.values ?? []))
    }
    var rows = zip(known, series).map { index, one in
      FigureTable.Row(
        head: .init(label: CandidateLabel(record, index), name: one.name), cells: cells(one))
    }
    if !input.values.isEmpty {
      var noise = LineChart.Series(
        name: "input", style: SeriesStyle(index: record.candidates.count),
        points: points(input.values))
      noise.isQuiet = true
      series.insert(noise, at: 0)
      rows.insert(FigureTable.Row(head: .init(name: noise.name), cells: cells(noise)), at: 0)
    }
    let title = "What is left on the sky, from pixel to pixel"
    var chart = LineChart(
      id: "chart-correlation", title: title,
      description: series.map {
        "\($0.name): at 1 px \(NumberFormat.text($0.points[0].y.value, digits: 2))."
      }.joined(separator: " "),
      horizontal: "distance, px", vertical: "correlation of output minus reference", series: series)
    chart.ideal = 0
    return ChartFigure(
      id: chart.id, title: title,
      reading:
        "How much the error at one pixel tells of the error some pixels away, along rows and columns, where the reference shows plain sky. Zero is white noise; a slow fall is mottle, as wide as the curve is long; a wave is a pattern that repeats. The grey curve is the input.",
      svg: chart.svg(),
      table: FigureTable(
        bins: (1...ResidualCorrelation.reach).map { "\($0) px" }, of: "distance", rows))
  }

  private static func cells(_ series: LineChart.Series) -> [String] {
    series.points.map { NumberFormat.text($0.y.value, digits: 2) }
  }
}
