/// Figures of several candidates over a few named bins, with intervals: an SVG that prints and needs no script.
struct BinChart {
  struct Series {
    var name: String
    var style: SeriesStyle
    /// One a bin; `nil` where nothing was measured.
    var points: [ChartPoint?]
    /// A series to compare with, such as the input: drawn quietly.
    var isQuiet = false
  }

  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var bins: [String]
  var horizontal: String
  var vertical: String
  var scale: Axis.Scale = .linear
  /// The value of a perfect candidate.
  var ideal: Double?
  /// Values that are as good as the ideal.
  var band: (low: Double, high: Double)?
  var series: [Series]

  func svg() -> String {
    var values = series.flatMap { $0.points.compactMap { $0 } }.flatMap(\.extent)
    if scale == .logarithmic { values = values.map { max($0, 1e-4) } }
    if let ideal { values.append(ideal) }
    if let band { values += [band.low, band.high] }
    let ground = ChartGround(
      id: id, title: title, description: description, horizontal: horizontal, vertical: vertical,
      x: Axis(from: 0, to: Double(max(1, bins.count))), y: Axis(covering: values, scale: scale),
      ideal: ideal, band: band)
    // Every label where there is room, else every second, and so on.
    let step = max(1, (bins.count + 7) / 8)
    let labels = bins.enumerated().filter { $0.offset.isMultiple(of: step) }
      .map { (Double($0.offset) + 0.5, $0.element) }
    return ground.svg(
      labels: labels, data: series.enumerated().flatMap { draw($0.element, $0.offset, ground) })
  }

  private func draw(_ one: Series, _ place: Int, _ ground: ChartGround) -> [String] {
    // Neighbours stand side by side, within two thirds of the bin.
    let dodge = series.count > 1 ? (Double(place) / Double(series.count - 1) - 0.5) * 0.62 : 0
    let places = one.points.enumerated().compactMap { bin, point in
      point.flatMap { point in
        point.value.isFinite
          ? (bin: bin, x: ground.across(Double(bin) + 0.5 + dodge), point: point) : nil
      }
    }
    var parts = ["<g class=\"\(one.isQuiet ? "series-input" : one.style.colorClass)\">"]
    for (_, x, point) in places {
      guard let ends = point.ends else { continue }
      parts.append(
        SVG.line(x1: x, y1: ground.up(ends.low), x2: x, y2: ground.up(ends.high), class: "whisker"))
    }
    parts.append(SVG.path(places.map { ($0.x, ground.up($0.point.value)) }, class: "thread"))
    parts += places.map { bin, x, point in
      one.style.mark(
        x: x, y: ground.up(point.value),
        saying: "\(one.name), \(bins[bin]): \(ChartFigure.text(point))")
    }
    return parts + ["</g>"]
  }
}
