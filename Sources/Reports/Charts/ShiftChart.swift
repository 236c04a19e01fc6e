/// Small frames with an arrow at every star, lengthened until the shifts can be seen: an SVG that prints and needs no script.
struct ShiftChart {
  struct Panel {
    var name: String
    var width: Double
    var height: Double
    /// Stars in the panel's pixels, and how far each moved, in pixels.
    var arrows: [(x: Double, y: Double, shiftX: Double, shiftY: Double)]
  }

  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var style: SeriesStyle
  var panels: [Panel]
  /// The shift that is drawn as long as the bar, in pixels.
  var unit: Double

  private static let width = 520.0
  private static let columns = 3
  private static let gap = 12.0
  private static let bar = 24.0
  /// No arrow is longer, in the drawing's units; the table has the largest shift.
  private static let longest = 60.0

  func svg() -> String {
    let side = (Self.width - Self.gap * Double(Self.columns - 1)) / Double(Self.columns)
    let lines = (panels.count + Self.columns - 1) / Self.columns
    let step = side + 26
    let height = step * Double(lines) + 22
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 520 \(SVG.number(height))\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">",
      "<title id=\"\(id)-title\">\(SafeText.html(SafeText.line(title)))</title>",
      "<desc id=\"\(id)-description\">\(SafeText.html(SafeText.line(description)))</desc>",
    ]
    for (place, panel) in panels.enumerated() {
      let left = Double(place % Self.columns) * (side + Self.gap)
      let top = Double(place / Self.columns) * step
      parts.append(
        SVG.text(SafeText.short(panel.name, limit: 24), x: left, y: top + 11, class: "label quiet"))
      parts.append(
        SVG.rectangle(x: left, y: top + 18, width: side, height: side, class: "frame-line"))
      // A drawing inside the drawing: arrows that leave the frame are cut at its border.
      parts.append(
        "<svg x=\"\(SVG.number(left))\" y=\"\(SVG.number(top + 18))\" width=\"\(SVG.number(side))\" height=\"\(SVG.number(side))\" class=\"\(style.colorClass)\">"
      )
      let scale = side / max(panel.width, panel.height, 1)
      for arrow in panel.arrows {
        parts.append(draw(arrow, x: (arrow.x + 0.5) * scale, y: (arrow.y + 0.5) * scale))
      }
      parts.append("</svg>")
    }
    let floor = height - 8
    parts.append(
      SVG.line(x1: 0, y1: floor - 4, x2: Self.bar, y2: floor - 4, class: "axis"))
    parts.append(
      SVG.text(
        "\(NumberFormat.text(unit, digits: 2)) px", x: Self.bar + 8, y: floor,
        class: "label quiet"))
    return parts.joined() + "</svg>"
  }

  private func draw(
    _ arrow: (x: Double, y: Double, shiftX: Double, shiftY: Double), x: Double, y: Double
  ) -> String {
    let gain = Self.bar / unit
    let length = gain * (arrow.shiftX * arrow.shiftX + arrow.shiftY * arrow.shiftY).squareRoot()
    let kept = length > Self.longest ? Self.longest / length : 1
    return SVG.circle(x: x, y: y, radius: 1.8, class: "arrow-foot")
      + SVG.line(
        x1: x, y1: y, x2: x + gain * kept * arrow.shiftX, y2: y + gain * kept * arrow.shiftY,
        class: "arrow")
  }
}
