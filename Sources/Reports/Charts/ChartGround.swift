/// What lies under the data of a chart: the text alternative, the grid, both axes and their words.
///
/// Every chart with two axes is drawn on it, so that they are of one size and look alike.
struct ChartGround {
  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var horizontal: String
  var vertical: String
  var x: Axis
  var y: Axis
  /// The value of a perfect candidate.
  var ideal: Double?
  /// Values that are as good as the ideal.
  var band: (low: Double, high: Double)?

  static let size = (width: 520.0, height: 300.0)
  static let left = 70.0
  static let right = size.width - 12
  static let top = 14.0
  static let floor = size.height - 52

  /// Where a value of the horizontal axis stands, in the chart's units.
  func across(_ value: Double) -> Double {
    Self.left + bounded(x, value) * (Self.right - Self.left)
  }

  /// Where a value of the vertical axis stands, in the chart's units.
  func up(_ value: Double) -> Double {
    Self.floor - bounded(y, value) * (Self.floor - Self.top)
  }

  /// Values beyond an axis stand at its end.
  private func bounded(_ axis: Axis, _ value: Double) -> Double {
    let positive = axis.scale == .logarithmic ? max(value, axis.low) : value
    return min(max(axis.place(positive), 0), 1)
  }

  /// The chart with its data on top.
  ///
  /// - Parameter labels: what stands below the horizontal axis, and where on it.
  func svg(labels: [(place: Double, text: String)], data: [String]) -> String {
    let (left, right, floor) = (Self.left, Self.right, Self.floor)
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 520 300\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">",
      "<title id=\"\(id)-title\">\(SafeText.html(SafeText.line(title)))</title>",
      "<desc id=\"\(id)-description\">\(SafeText.html(SafeText.line(description)))</desc>",
    ]
    if let band {
      parts.append(
        SVG.rectangle(
          x: left, y: up(band.high), width: right - left,
          height: max(1, up(band.low) - up(band.high)), class: "band"))
    }
    for tick in y.ticks(5) {
      parts.append(SVG.line(x1: left, y1: up(tick), x2: right, y2: up(tick), class: "grid"))
      parts.append(SVG.text(NumberFormat.tick(tick), x: left - 8, y: up(tick) + 4, anchor: "end"))
    }
    if let ideal {
      parts.append(SVG.line(x1: left, y1: up(ideal), x2: right, y2: up(ideal), class: "ideal"))
    }
    parts.append(SVG.line(x1: left, y1: floor, x2: right, y2: floor, class: "axis"))
    for (place, text) in labels {
      let at = across(place)
      parts.append(SVG.line(x1: at, y1: floor, x2: at, y2: floor + 4, class: "axis"))
      parts.append(SVG.text(text, x: at, y: floor + 18, anchor: "middle"))
    }
    parts.append(
      SVG.text(
        horizontal, x: (left + right) / 2, y: Self.size.height - 8, anchor: "middle",
        class: "label quiet"))
    parts.append(
      SVG.text(
        vertical, x: 12, y: (Self.top + floor) / 2, anchor: "middle", class: "label quiet",
        rotated: true))
    return (parts + data).joined() + "</svg>"
  }
}

extension NumberFormat {
  /// Writes a round value beside an axis, without the zeros that say nothing there.
  static func tick(_ value: Double) -> String {
    let text = text(value, digits: 4)
    guard text.contains("."), !text.contains("×") else { return text }
    var trimmed = text[...]
    while trimmed.hasSuffix("0") { trimmed.removeLast() }
    if trimmed.hasSuffix(".") { trimmed.removeLast() }
    return String(trimmed)
  }
}
