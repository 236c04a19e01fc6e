/// Paired differences by target with their overall mean, the picture that clinical trials use: an SVG without a script.
struct ForestChart {
  struct Row {
    var name: String
    var value: Double
    /// The 95 % interval of a row that stands for several targets.
    var interval: (low: Double, high: Double)?
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
    var values = rows.flatMap { [$0.value, $0.interval?.low, $0.interval?.high] }.compactMap { $0 }
    values += [overall.value, overall.low ?? 0, overall.high ?? 0, 0]
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
      SVG.rectangle(
        x: x(-margin), y: 10, width: max(1, x(margin) - x(-margin)), height: floor - 10,
        class: "band"),
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
      if let interval = row.interval {
        parts.append(
          SVG.line(x1: x(interval.low), y1: y, x2: x(interval.high), y2: y, class: "whisker"))
      }
      parts.append(
        SVG.rectangle(x: x(row.value) - 3.5, y: y - 3.5, width: 7, height: 7, class: "dot"))
      parts.append(
        SVG.text(
          NumberFormat.signed(row.value), x: Self.width, y: y + 4, anchor: "end"))
    }
    let y = 26 + Self.step * Double(rows.count) + 4
    parts.append(SVG.text("all targets", x: 0, y: y + 4, class: "label strong"))
    let (low, high) = (overall.low ?? overall.value, overall.high ?? overall.value)
    let middle = x(overall.value)
    parts.append(
      SVG.path(
        [
          (min(x(low), middle - 4), y), (middle, y - 6), (max(x(high), middle + 4), y),
          (middle, y + 6),
        ], class: "diamond", isClosed: true))
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
