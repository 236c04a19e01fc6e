internal import Evaluation
private import Foundation

extension ChartFigure {
  /// What is left between outputs and the reference in the stored crops; none where no crop has both.
  static func residuals(_ tallies: [Int: ResidualTally], _ record: RunRecord) -> [ChartFigure] {
    let known = record.candidates.indices.filter {
      !(tallies[$0]?.density ?? []).isEmpty && !record.candidates[$0].isUntouchedInput
    }
    guard !known.isEmpty else { return [] }
    return [histogram(tallies, known, record), bias(tallies, known, record)]
  }

  private static func histogram(
    _ tallies: [Int: ResidualTally], _ known: [Int], _ record: RunRecord
  ) -> ChartFigure {
    let title = "What is left, over all pixels of the crops"
    var series = known.map { index in
      LineChart.Series(
        name: CandidateLabel(record, index).name, style: SeriesStyle(index: index),
        points: (tallies[index]?.density ?? []).map { ($0.place, ChartPoint(value: $0.value)) })
    }
    var rows = zip(known, series).map { index, one in
      FigureTable.Row(
        head: .init(label: CandidateLabel(record, index), name: one.name),
        cells: one.points.map { NumberFormat.text($0.y.value, digits: 2) })
    }
    let places = series[0].points.map(\.x)
    var noise = LineChart.Series(
      name: "the input’s noise", style: SeriesStyle(index: record.candidates.count),
      points: places.map {
        ($0, ChartPoint(value: exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()))
      })
    noise.isQuiet = true
    series.append(noise)
    rows.append(
      FigureTable.Row(
        head: .init(name: noise.name),
        cells: noise.points.map { NumberFormat.text($0.y.value, digits: 2) }))
    let description = series.map { one in
      "\(one.name): highest \(NumberFormat.text(one.points.map(\.y.value).max() ?? 0, digits: 2))."
    }.joined(separator: " ")
    return ChartFigure(
      id: "chart-residuals", title: title,
      reading:
        "Output minus reference, in units of the input’s noise on sky. A narrow peak at zero is right; a shoulder is light that was moved. The grey curve is the noise that was there to be removed. What lies beyond the ends is counted in the last bins.",
      svg: LineChart(
        id: "chart-residuals", title: title, description: description,
        horizontal: "output minus reference, sigma of the input",
        vertical: "share of pixels a sigma",
        series: series
      ).svg(),
      table: FigureTable(
        bins: places.map { NumberFormat.signed($0, digits: 3) }, of: "sigma of the input", rows))
  }

  private static func bias(
    _ tallies: [Int: ResidualTally], _ known: [Int], _ record: RunRecord
  ) -> ChartFigure {
    let title = "Light gained or lost, by brightness"
    let points = known.map { index in
      (tallies[index]?.biases ?? []).map { values -> ChartPoint? in
        Statistic.mean(values).map {
          ChartPoint(value: $0, low: values.min(), high: values.max())
        }
      }
    }
    let filled = ResidualTally.levels.indices.filter { level in
      points.contains { $0[level] != nil }
    }
    let names = filled.map { level in
      let levels = ResidualTally.levels
      return level + 1 < levels.count
        ? "\(NumberFormat.text(levels[level])) to \(NumberFormat.text(levels[level + 1]))"
        : "\(NumberFormat.text(levels[level]))+"
    }
    let series = zip(known, points).map { index, own in
      BinChart.Series(
        name: CandidateLabel(record, index).name, style: SeriesStyle(index: index),
        points: filled.map { own[$0] })
    }
    return ChartFigure(
      id: "chart-residual-bias", title: title,
      reading:
        "The mean of output minus reference over all pixels of a brightness. Below zero to the right, bright light was taken away; above zero at the left, the sky was lifted. Whiskers: the range over crops.",
      svg: BinChart(
        id: "chart-residual-bias", title: title, description: describe(series, names), bins: names,
        horizontal: "brightness of the reference above sky, sigma of the input",
        vertical: "output minus reference, sigma", ideal: 0, series: series
      ).svg(),
      table: FigureTable(
        bins: names, of: "brightness",
        zip(known, series).map { index, one in
          FigureTable.Row(
            head: .init(label: CandidateLabel(record, index), name: one.name),
            cells: one.points.map(text))
        }))
  }
}
