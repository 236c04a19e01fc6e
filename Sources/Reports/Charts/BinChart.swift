/// Figures of several candidates over a few named bins, with intervals: an SVG that prints and needs no script.
struct BinChart {
  struct Point: Equatable {
    var value: Double
    var low: Double?
    var high: Double?
  }

  struct Series {
    var name: String
    var style: SeriesStyle
    /// One a bin; `nil` where nothing was measured.
    var points: [Point?]
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

  private static let width = 520.0
  private static let height = 300.0
  private static let frame = (left: 58.0, right: 12.0, top: 14.0, bottom: 52.0)

  func svg() -> String {
    var values = series.flatMap { $0.points.compactMap { $0 } }.flatMap {
      [$0.value, $0.low ?? $0.value, $0.high ?? $0.value]
    }.filter { $0.isFinite && abs($0) < 1e12 }
    if scale == .logarithmic { values = values.map { max($0, 1e-4) } }
    if let ideal { values.append(ideal) }
    if let band { values += [band.low, band.high] }
    let axis = Axis(covering: values, scale: scale)
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 520 300\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">",
      "<title id=\"\(id)-title\">\(SafeText.html(SafeText.line(title)))</title>",
      "<desc id=\"\(id)-description\">\(SafeText.html(SafeText.line(description)))</desc>",
    ]
    parts += ground(axis)
    for (place, one) in series.enumerated() { parts += draw(one, place, axis) }
    return parts.joined() + "</svg>"
  }

  private func x(_ bin: Int, _ place: Int = 0) -> Double {
    let step = (Self.width - Self.frame.left - Self.frame.right) / Double(max(1, bins.count))
    // Neighbours stand side by side, within two thirds of the bin.
    let dodge = series.count > 1 ? (Double(place) / Double(series.count - 1) - 0.5) * 0.62 : 0
    return Self.frame.left + (Double(bin) + 0.5 + dodge) * step
  }

  private func y(_ value: Double, _ axis: Axis) -> Double {
    let inside = Self.height - Self.frame.top - Self.frame.bottom
    let bounded = scale == .logarithmic ? max(value, axis.low) : value
    return Self.height - Self.frame.bottom - min(max(axis.place(bounded), 0), 1) * inside
  }

  private func ground(_ axis: Axis) -> [String] {
    let floor = Self.height - Self.frame.bottom
    let end = Self.width - Self.frame.right
    var parts: [String] = []
    if let band {
      let top = y(band.high, axis)
      parts.append(
        "<rect class=\"band\" x=\"\(SVG.number(Self.frame.left))\" y=\"\(SVG.number(top))\" width=\"\(SVG.number(end - Self.frame.left))\" height=\"\(SVG.number(max(1, y(band.low, axis) - top)))\"/>"
      )
    }
    for tick in axis.ticks(5) {
      let place = y(tick, axis)
      parts.append(SVG.line(x1: Self.frame.left, y1: place, x2: end, y2: place, class: "grid"))
      parts.append(
        SVG.text(NumberFormat.tick(tick), x: Self.frame.left - 8, y: place + 4, anchor: "end"))
    }
    if let ideal {
      let place = y(ideal, axis)
      parts.append(SVG.line(x1: Self.frame.left, y1: place, x2: end, y2: place, class: "ideal"))
    }
    parts.append(SVG.line(x1: Self.frame.left, y1: floor, x2: end, y2: floor, class: "axis"))
    let step = max(1, (bins.count + 7) / 8)
    for (bin, name) in bins.enumerated() where bin.isMultiple(of: step) {
      parts.append(
        SVG.text(name, x: x(bin, (series.count - 1) / 2), y: floor + 18, anchor: "middle"))
    }
    parts.append(
      SVG.text(
        horizontal, x: (Self.frame.left + end) / 2, y: Self.height - 8, anchor: "middle",
        class: "label quiet"))
    parts.append(
      SVG.text(
        vertical, x: 14, y: (Self.frame.top + floor) / 2, anchor: "middle", class: "label quiet",
        rotated: true))
    return parts
  }

  private func draw(_ one: Series, _ place: Int, _ axis: Axis) -> [String] {
    var parts = ["<g class=\"\(one.isQuiet ? "series-input" : one.style.colorClass)\">"]
    var path = ""
    for (bin, point) in one.points.enumerated() {
      guard let point, point.value.isFinite else { continue }
      let (px, py) = (x(bin, place), y(point.value, axis))
      path += "\(path.isEmpty ? "M" : "L")\(SVG.number(px)) \(SVG.number(py))"
      if let low = point.low, let high = point.high, low.isFinite, high.isFinite {
        parts.append(
          SVG.line(x1: px, y1: y(low, axis), x2: px, y2: y(high, axis), class: "whisker"))
      }
    }
    parts.append("<path class=\"thread\" d=\"\(path)\"/>")
    for (bin, point) in one.points.enumerated() {
      guard let point, point.value.isFinite else { continue }
      parts.append(
        "<path class=\"mark\" d=\"\(one.style.marker(x: x(bin, place), y: y(point.value, axis), size: 7.5))\"/>"
      )
    }
    return parts + ["</g>"]
  }
}
