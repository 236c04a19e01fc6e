/// Several curves over a common axis, with their intervals as bands: an SVG that prints and needs no script.
package struct LineChart {
  package struct Series {
    package var name: String
    package var style: SeriesStyle
    package var points: [(x: Double, y: ChartPoint)]
    /// The point to mark out, such as the best step.
    var emphasis: Double?
    /// A series to compare with, such as the input: drawn quietly.
    var isQuiet = false
    /// Whether its intervals are shaded: bands of many curves would hide each other.
    var hasBand = true

    package init(
      name: String, style: SeriesStyle, points: [(x: Double, y: ChartPoint)],
      emphasis: Double? = nil
    ) {
      self.name = name
      self.style = style
      self.points = points
      self.emphasis = emphasis
    }
  }

  /// Unique on the page; the text alternative is found by it.
  package var id: String
  package var title: String
  package var description: String
  package var horizontal: String
  package var vertical: String
  package var scale: Axis.Scale
  package var horizontalScale: Axis.Scale
  package var series: [Series]
  /// The value of a perfect candidate.
  var ideal: Double?
  /// Values that are as good as the ideal.
  var band: (low: Double, high: Double)?
  /// The ends of the horizontal axis, where they do not come from the data.
  var reach: (low: Double, high: Double)?

  package init(
    id: String, title: String, description: String, horizontal: String, vertical: String,
    scale: Axis.Scale = .linear, horizontalScale: Axis.Scale = .linear, series: [Series]
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.horizontal = horizontal
    self.vertical = vertical
    self.scale = scale
    self.horizontalScale = horizontalScale
    self.series = series
  }

  /// More points than this do not show at this width.
  private static let mostPoints = 260

  package func svg() -> String {
    let points = series.flatMap(\.points).filter { abs($0.x) < 1e30 && abs($0.y.value) < 1e30 }
    var values = points.flatMap(\.y.extent)
    if scale == .logarithmic, points.contains(where: { $0.y.ends != nil }) {
      values = values.map { max($0, 1e-4) }
    }
    if let ideal { values.append(ideal) }
    if let band { values += [band.low, band.high] }
    let ground = ChartGround(
      id: id, title: title, description: description, horizontal: horizontal, vertical: vertical,
      x: reach.map { Axis(from: $0.low, to: $0.high) }
        ?? Axis(covering: points.map(\.x), scale: horizontalScale),
      y: Axis(covering: values, scale: scale), ideal: ideal, band: band)
    // An axis begins a little before its data: a count of steps has no label below zero all the same.
    let least = min(0, points.map(\.x).min() ?? 0)
    let labels = ground.x.ticks(5).filter { $0 >= least }.map { ($0, NumberFormat.tick($0)) }
    return ground.svg(labels: labels, data: series.flatMap { draw($0, ground) })
  }

  private func draw(_ curve: Series, _ ground: ChartGround) -> [String] {
    var visible = curve.points.filter {
      abs($0.x) < 1e30 && abs($0.y.value) < 1e30
        && (ground.y.scale == .linear || $0.y.value > 0)
    }
    if visible.count > Self.mostPoints {
      let step = Double(visible.count - 1) / Double(Self.mostPoints - 1)
      visible = (0..<Self.mostPoints).map { visible[Int((Double($0) * step).rounded())] }
    }
    guard !visible.isEmpty else { return [] }
    let places = visible.map { (ground.across($0.x), ground.up($0.y.value)) }
    var parts = [
      "<g class=\"\(curve.isQuiet ? "series-input" : curve.style.colorClass)\">",
      SVG.tip(curve.name),
    ]
    let banded = visible.compactMap { point in point.y.ends.map { (point.x, $0) } }
    if curve.hasBand, banded.count > 1 {
      let upper = banded.map { (ground.across($0.0), ground.up($0.1.high)) }
      let lower = banded.reversed().map { (ground.across($0.0), ground.up($0.1.low)) }
      parts.append(SVG.path(upper + lower, class: "area", isClosed: true))
    }
    parts.append(SVG.path(places, class: "curve", dashes: curve.style.dashes))
    // A marker now and then tells curves apart without colour; a dense curve gets about six.
    let every = max(1, (places.count + 5) / 6)
    for index in stride(from: every / 2, to: places.count, by: every) {
      parts.append(curve.style.mark(x: places[index].0, y: places[index].1))
    }
    if let emphasis = curve.emphasis,
      let index = visible.firstIndex(where: { $0.x >= emphasis }) ?? visible.indices.last
    {
      parts.append(SVG.circle(x: places[index].0, y: places[index].1, radius: 7, class: "emphasis"))
    }
    return parts + ["</g>"]
  }
}
