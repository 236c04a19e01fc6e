internal import Evaluation

/// One chart with its reading and the same figures as a table.
struct ChartFigure {
  var id: String
  var title: String
  /// How to read it, in plain words.
  var reading: String
  var svg: String
  var table: FigureTable
}

extension ChartFigure {
  /// What a chart of bins asks of the record.
  struct Request {
    var id: String
    var title: String
    var reading: String
    var check: String
    var kind: PartFigures.Kind
    /// The bins: what the axis says, and which parts are pooled.
    var bins: [(name: String, parts: (String) -> Bool)]
    /// Where the bins stand on an axis of numbers, where they are steps of one; such a chart has curves.
    var places: [Double]?
    /// The parts that tell of the input, where the check has them.
    var inputBins: [(String) -> Bool]?
    var horizontal: String
    var vertical: String
    var scale: Axis.Scale = .linear
    var ideal: Double?
    var band: (low: Double, high: Double)?
    /// Figures are shown times this: 100 for a fraction in per cent.
    var factor = 1.0
  }

  /// `nil` where the record has none of the parts.
  init?(_ request: Request, _ record: RunRecord, _ parts: PartFigures) {
    func scaled(_ point: ChartPoint?) -> ChartPoint? {
      point.map {
        .init(
          value: $0.value * request.factor, low: $0.low.map { $0 * request.factor },
          high: $0.high.map { $0 * request.factor })
      }
    }
    var series: [BinChart.Series] = []
    var rows: [FigureTable.Row] = []
    for (index, candidate) in record.candidates.enumerated() {
      if candidate.isUntouchedInput, request.inputBins != nil { continue }
      let points = request.bins.map {
        scaled(parts.point(request.check, candidate.name, kind: request.kind, where: $0.parts))
      }
      guard points.contains(where: { $0 != nil }) else { continue }
      let label = CandidateLabel(record, index)
      series.append(.init(name: label.name, style: SeriesStyle(index: index), points: points))
      rows.append(
        FigureTable.Row(
          head: .init(label: label, name: label.name), cells: points.map(Self.text)))
    }
    guard !series.isEmpty else { return nil }
    if let inputBins = request.inputBins,
      let any = record.candidates.first(where: { !$0.isUntouchedInput })
    {
      let points = inputBins.map {
        scaled(parts.point(request.check, any.name, kind: request.kind, where: $0))
      }
      if points.contains(where: { $0 != nil }) {
        let place = record.candidates.firstIndex { $0.isUntouchedInput } ?? series.count
        series.insert(
          .init(
            name: "input", style: SeriesStyle(index: place), points: points, isQuiet: true), at: 0)
        rows.insert(
          FigureTable.Row(head: .init(name: "input"), cells: points.map(Self.text)), at: 0)
      }
    }
    // Bins that nobody filled say nothing.
    let filled = request.bins.indices.filter { bin in
      series.contains { $0.points[bin] != nil }
    }
    id = request.id
    title = request.title
    reading = request.reading
    let columns = filled.map { request.bins[$0].name }
    table = FigureTable(
      bins: columns, of: request.horizontal,
      rows.map { row in
        FigureTable.Row(head: row.head, cells: filled.map { row.cells[$0] })
      })
    let shown = series.map { one in
      var one = one
      one.points = filled.map { one.points[$0] }
      return one
    }
    let description = Self.describe(shown, columns)
    if let places = request.places, places.count == request.bins.count {
      var chart = LineChart(
        id: id, title: title, description: description, horizontal: request.horizontal,
        vertical: request.vertical, scale: request.scale,
        series: shown.map { one in
          var curve = LineChart.Series(
            name: one.name, style: one.style,
            points: zip(filled, one.points).compactMap { bin, point in
              point.map { (places[bin], $0) }
            })
          curve.isQuiet = one.isQuiet
          curve.hasBand = one.name == record.winner.map { SafeText.line($0.candidate) }
          return curve
        })
      (chart.ideal, chart.band) = (request.ideal, request.band)
      svg = chart.svg()
    } else {
      svg =
        BinChart(
          id: id, title: title, description: description, bins: columns,
          horizontal: request.horizontal, vertical: request.vertical, scale: request.scale,
          ideal: request.ideal, band: request.band, series: shown
        ).svg()
    }
  }

  static func text(_ point: ChartPoint?) -> String {
    guard let point else { return "–" }
    let value = NumberFormat.text(point.value, digits: 3)
    guard let low = point.low, let high = point.high, low != high else { return value }
    return
      "\(value) (\(NumberFormat.text(low, digits: 3)) … \(NumberFormat.text(high, digits: 3)))"
  }

  /// What a reader who cannot see the chart needs of it.
  static func describe(_ series: [BinChart.Series], _ bins: [String]) -> String {
    series.map { one in
      let values = zip(bins, one.points).compactMap { bin, point in
        point.map { "\(bin) \(NumberFormat.text($0.value, digits: 3))" }
      }
      return "\(one.name): \(values.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
