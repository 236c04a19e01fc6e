/// One candidate's scenes on the row's common scale: a dot a scene, a line over their range, a bar at the statistic.
///
/// Decoration beside the figure, so hidden from screen readers; the table by scene has the numbers.
struct Strip {
  /// Covers every candidate of the row, so that strips compare from cell to cell.
  var axis: Axis
  /// Zero or one, where the check has such an ideal.
  var ideal: Double?

  private static let width = 84.0
  private static let inset = 5.0

  init(covering values: [Double], ideal: Double?) {
    axis = Axis(covering: values.filter { abs($0) < 1e30 }, scale: .linear)
    self.ideal = ideal
  }

  func svg(_ values: [Double], statistic: Double, style: SeriesStyle) -> String {
    let places = values.filter { $0.isFinite && abs($0) < 1e30 }.map(place)
    guard let first = places.min(), let last = places.max(), statistic.isFinite else { return "" }
    var parts = [
      "<svg class=\"strip \(style.colorClass)\" viewBox=\"0 0 84 12\" aria-hidden=\"true\">"
    ]
    parts.append(SVG.line(x1: 0, y1: 6, x2: Self.width, y2: 6, class: "track"))
    if let ideal, ideal >= axis.low, ideal <= axis.high {
      parts.append(SVG.line(x1: place(ideal), y1: 0, x2: place(ideal), y2: 12, class: "ideal"))
    }
    parts.append(SVG.line(x1: first, y1: 6, x2: last, y2: 6, class: "range"))
    parts += places.map { "<circle cx=\"\(SVG.number($0))\" cy=\"6\" r=\"1.8\"/>" }
    let middle = place(statistic)
    parts.append(SVG.line(x1: middle, y1: 1.5, x2: middle, y2: 10.5, class: "statistic"))
    return parts.joined() + "</svg>"
  }

  private func place(_ value: Double) -> Double {
    Self.inset + axis.place(value) * (Self.width - 2 * Self.inset)
  }
}
