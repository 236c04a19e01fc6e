/// Paired differences by target with their overall mean, the picture that clinical trials use: an SVG without a script.
struct ForestChart {
  struct Row {
    var name: String
    var value: Double
  }

  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var rows: [Row]
  var overall: (value: Double, low: Double?, high: Double?)
  /// Differences up to this size do not matter.
  var margin: Double
  /// What a positive and a negative difference say.
  var better: String
  var worse: String
  var unit: String

  private static let width = 520.0
  private static let left = 176.0
  private static let right = 68.0
  private static let step = 22.0

  func svg() -> String {
    let height = 30 + Self.step * Double(rows.count + 1) + 46
    var values = rows.map(\.value) + [overall.value, overall.low ?? 0, overall.high ?? 0, 0]
    values += [-margin, margin]
    let axis = Axis(covering: values.filter { abs($0) < 1e12 }, scale: .linear)
    func x(_ value: Double) -> Double {
      Self.left + min(max(axis.place(value), 0), 1) * (Self.width - Self.left - Self.right)
    }
    let floor = height - 46
    var parts = [
      "<svg class=\"chart forest\" viewBox=\"0 0 520 \(SVG.number(height))\" role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">",
      "<title id=\"\(id)-title\">\(SafeText.html(SafeText.line(title)))</title>",
      "<desc id=\"\(id)-description\">\(SafeText.html(SafeText.line(description)))</desc>",
      "<rect class=\"band\" x=\"\(SVG.number(x(-margin)))\" y=\"10\" width=\"\(SVG.number(max(1, x(margin) - x(-margin))))\" height=\"\(SVG.number(floor - 10))\"/>",
      SVG.line(x1: x(0), y1: 10, x2: x(0), y2: floor, class: "ideal"),
      SVG.line(x1: Self.left, y1: floor, x2: Self.width - Self.right, y2: floor, class: "axis"),
    ]
    for tick in axis.ticks(4) {
      parts.append(SVG.line(x1: x(tick), y1: floor, x2: x(tick), y2: floor + 4, class: "axis"))
      parts.append(SVG.text(NumberFormat.tick(tick), x: x(tick), y: floor + 17, anchor: "middle"))
    }
    for (place, row) in rows.enumerated() {
      let y = 26 + Self.step * Double(place)
      parts.append(SVG.text(SafeText.short(row.name, limit: 27), x: 0, y: y + 4))
      parts.append(
        "<rect class=\"dot\" x=\"\(SVG.number(x(row.value) - 3.5))\" y=\"\(SVG.number(y - 3.5))\" width=\"7\" height=\"7\"/>"
      )
      parts.append(
        SVG.text(
          NumberFormat.signed(row.value), x: Self.width, y: y + 4, anchor: "end"))
    }
    let y = 26 + Self.step * Double(rows.count) + 4
    parts.append(SVG.text("all targets", x: 0, y: y + 4, class: "label strong"))
    let (low, high) = (overall.low ?? overall.value, overall.high ?? overall.value)
    parts.append(
      "<path class=\"diamond\" d=\"M\(SVG.number(min(x(low), x(overall.value) - 4))) \(SVG.number(y))L\(SVG.number(x(overall.value))) \(SVG.number(y - 6))L\(SVG.number(max(x(high), x(overall.value) + 4))) \(SVG.number(y))L\(SVG.number(x(overall.value))) \(SVG.number(y + 6))Z\"/>"
    )
    parts.append(
      SVG.text(
        NumberFormat.signed(overall.value), x: Self.width, y: y + 4, anchor: "end",
        class: "label strong"))
    parts.append(
      SVG.text("← \(worse)", x: Self.left, y: height - 10, anchor: "start", class: "label quiet"))
    parts.append(
      SVG.text(
        "\(better) →", x: Self.width - Self.right, y: height - 10, anchor: "end",
        class: "label quiet"))
    return parts.joined() + "</svg>"
  }
}
