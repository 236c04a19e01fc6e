/// Several curves over a common axis, as an SVG that prints and needs no script.
struct LineChart {
  struct Series {
    var name: String
    var style: SeriesStyle
    var points: [(x: Double, y: Double)]
    /// The point to mark out, such as the best step.
    var emphasis: Double?
  }

  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var horizontal: String
  var vertical: String
  var scale: Axis.Scale
  var series: [Series]

  private static let width = 520.0
  private static let height = 320.0
  private static let frame = (left: 58.0, right: 14.0, top: 14.0, bottom: 44.0)
  /// More points than this do not show at this width.
  private static let mostPoints = 260

  func svg() -> String {
    let points = series.flatMap(\.points).filter { abs($0.x) < 1e30 && abs($0.y) < 1e30 }
    let x = Axis(covering: points.map(\.x), scale: .linear)
    let y = Axis(covering: points.map(\.y), scale: scale)
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 520 320\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">",
      "<title id=\"\(id)-title\">\(SafeText.html(SafeText.line(title)))</title>",
      "<desc id=\"\(id)-description\">\(SafeText.html(SafeText.line(description)))</desc>",
    ]
    parts += axes(x, y)
    for curve in series { parts += draw(curve, x, y) }
    return parts.joined() + "</svg>"
  }

  private func horizontalPlace(_ value: Double, _ axis: Axis) -> Double {
    Self.frame.left + axis.place(value) * (Self.width - Self.frame.left - Self.frame.right)
  }

  private func verticalPlace(_ value: Double, _ axis: Axis) -> Double {
    Self.height - Self.frame.bottom
      - axis.place(value) * (Self.height - Self.frame.top - Self.frame.bottom)
  }

  private func axes(_ x: Axis, _ y: Axis) -> [String] {
    let floor = Self.height - Self.frame.bottom
    let end = Self.width - Self.frame.right
    var parts: [String] = []
    for tick in y.ticks(5) {
      let place = verticalPlace(tick, y)
      parts.append(SVG.line(x1: Self.frame.left, y1: place, x2: end, y2: place, class: "grid"))
      parts.append(
        SVG.text(NumberFormat.tick(tick), x: Self.frame.left - 8, y: place + 4, anchor: "end"))
    }
    for tick in x.ticks(5) where tick >= 0 {
      let place = horizontalPlace(tick, x)
      parts.append(SVG.line(x1: place, y1: floor, x2: place, y2: floor + 4, class: "axis"))
      parts.append(SVG.text(NumberFormat.tick(tick), x: place, y: floor + 18, anchor: "middle"))
    }
    parts.append(SVG.line(x1: Self.frame.left, y1: floor, x2: end, y2: floor, class: "axis"))
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

  private func draw(_ curve: Series, _ x: Axis, _ y: Axis) -> [String] {
    var visible = curve.points.filter {
      abs($0.x) < 1e30 && abs($0.y) < 1e30 && (y.scale == .linear || $0.y > 0)
    }
    if visible.count > Self.mostPoints {
      let step = Double(visible.count - 1) / Double(Self.mostPoints - 1)
      visible = (0..<Self.mostPoints).map { visible[Int((Double($0) * step).rounded())] }
    }
    guard !visible.isEmpty else { return [] }
    let places = visible.map { (horizontalPlace($0.x, x), verticalPlace($0.y, y)) }
    let path = places.enumerated().map {
      "\($0.offset == 0 ? "M" : "L")\(SVG.number($0.element.0)) \(SVG.number($0.element.1))"
    }.joined()
    let dashes = curve.style.dashes == "none" ? "" : " stroke-dasharray=\"\(curve.style.dashes)\""
    var parts = [
      "<g class=\"\(curve.style.colorClass)\"><path class=\"curve\" d=\"\(path)\"\(dashes)/>"
    ]
    // A marker now and then tells curves apart without colour; a dense curve gets about six.
    let every = max(1, (places.count + 5) / 6)
    for index in stride(from: every / 2, to: places.count, by: every) {
      parts.append(marker(curve.style, places[index], size: 7))
    }
    if let emphasis = curve.emphasis,
      let index = visible.firstIndex(where: { $0.x >= emphasis }) ?? visible.indices.last
    {
      let place = places[index]
      parts.append(
        "<circle class=\"emphasis\" cx=\"\(SVG.number(place.0))\" cy=\"\(SVG.number(place.1))\" r=\"7\"/>"
      )
    }
    return parts + ["</g>"]
  }

  private func marker(_ style: SeriesStyle, _ place: (Double, Double), size: Double) -> String {
    "<path class=\"mark\" d=\"\(style.marker(x: place.0, y: place.1, size: size))\"/>"
  }
}

extension NumberFormat {
  /// Writes a round value beside an axis, without the zeros that say nothing there.
  static func tick(_ value: Double) -> String {
    let text = text(value, digits: 3)
    guard text.contains("."), !text.contains("×") else { return text }
    var trimmed = text[...]
    while trimmed.hasSuffix("0") { trimmed.removeLast() }
    if trimmed.hasSuffix(".") { trimmed.removeLast() }
    return String(trimmed)
  }
}
