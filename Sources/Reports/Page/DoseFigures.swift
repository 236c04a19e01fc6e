internal import Evaluation

extension ChartFigure {
  /// How the checks that a vice is for rise with its dose; `nil` where the selftest had no doses.
  ///
  /// - Parameter title: what a check is called.
  static func doses(
    _ row: SelftestDocument.Row, id: String, title: (String) -> String
  ) -> ChartFigure? {
    let doses = row.doses.filter { $0.dose.isFinite && $0.value.isFinite }
    let steps = Set(doses.map(\.dose)).sorted()
    var checks: [String] = []
    for dose in doses { checks.appendOnce(dose.check) }
    guard steps.count > 1 else { return nil }
    let name = SafeText.line(row.name)
    let unit = SafeText.line(row.doseUnit)
    let ladders = checks.map { check in
      steps.map { step in doses.first { $0.check == check && $0.dose == step } }
    }
    let series = zip(checks, ladders).enumerated().map { place, ladder in
      LineChart.Series(
        name: title(ladder.0), style: SeriesStyle(index: place),
        points: ladder.1.compactMap { dose in
          dose.map { ($0.dose, ChartPoint(value: $0.value)) }
        })
    }
    let isWide = steps[0] > 0 && steps[steps.count - 1] >= 20 * steps[0]
    var chart = LineChart(
      id: id, title: name, description: description(of: zip(checks, ladders), title: title, unit),
      horizontal: unit, vertical: "figure, in units of its limit",
      scale: Self.scale(doses.map(\.value)), horizontalScale: isWide ? .logarithmic : .linear,
      series: series)
    chart.ideal = 1
    return ChartFigure(
      id: id, title: name,
      reading: reading(SafeText.line(row.summary), of: checks.map(title)),
      svg: chart.svg(),
      table: FigureTable(
        bins: steps.map { NumberFormat.text($0, digits: 3) }, of: unit, corner: "Check",
        zip(series, ladders).map { one, ladder in
          FigureTable.Row(head: .init(name: one.name), cells: ladder.map(Self.cell))
        }))
  }

  /// Logarithmic where the ladder climbs over more than a decade, so that where it crosses the limit can be seen.
  private static func scale(_ values: [Double]) -> Axis.Scale {
    guard let least = values.min(), let most = values.max(), least > 0 else { return .linear }
    return most > 10 * least ? .logarithmic : .linear
  }

  private static func reading(_ summary: String, of checks: [String]) -> String {
    let sentence =
      summary.isEmpty ? "" : summary.prefix(1).uppercased() + summary.dropFirst() + ". "
    return sentence + "For: \(Words.list(checks))."
  }

  private static func cell(_ dose: SelftestDocument.Dose?) -> String {
    dose.map { "\(NumberFormat.text($0.value, digits: 3)) (\($0.failed)/\($0.of))" } ?? "–"
  }

  private static func description(
    of ladders: some Sequence<(String, [SelftestDocument.Dose?])>, title: (String) -> String,
    _ unit: String
  ) -> String {
    ladders.map { check, ladder in
      let steps = ladder.compactMap { dose in
        dose.map {
          "\(NumberFormat.text($0.dose, digits: 3)): \(NumberFormat.text($0.value, digits: 3))"
        }
      }
      return "\(title(check)) by \(unit), 1 is the limit: \(steps.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
