/// How one candidate looks in every chart and table: a colour, a marker and a line, so that colour is never alone.
package struct SeriesStyle {
  /// 0-based place of the candidate in the record.
  package var index: Int

  package init(index: Int) { self.index = index }

  /// The class that carries the colour; eight colours of Okabe and Ito's palette for all kinds of colour vision, tuned to
  /// each theme's background in the style sheet. M. Okabe and K. Ito, "Color Universal Design", 2008.
  var colorClass: String { "series-\(index % 8 + 1)" }

  /// The pattern of the line; with the eight colours it repeats after forty candidates.
  var dashes: String { ["none", "7 4", "2 3", "10 3 2 3", "4 2"][index % 5] }

  /// An outline around (x, y) of about `size` across.
  func marker(x: Double, y: Double, size: Double) -> String {
    let r = size / 2
    func at(_ points: [(Double, Double)], close: Bool = true) -> String {
      points.enumerated().map {
        "\($0.offset == 0 ? "M" : "L")\(SVG.number(x + $0.element.0 * r)) \(SVG.number(y + $0.element.1 * r))"
      }.joined() + (close ? "Z" : "")
    }
    // The ninth candidate has the first one's colour and not its marker.
    switch (index + index / 8) % 8 {
    case 0: return at([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case 1: return at([(0, -1.1), (1.05, 0.8), (-1.05, 0.8)])
    case 2: return at([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)])
    case 3: return at([(0, 1.1), (1.05, -0.8), (-1.05, -0.8)])
    case 4:
      return at([(-1.1, 0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95)])
    case 5:
      return at([
        (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4), (0.4, 1.1),
        (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4),
      ])
    case 6: return at([(-1.1, -0.35), (1.1, -0.35), (1.1, 0.35), (-1.1, 0.35)])
    default:
      return at([
        (0, -1.2), (0.35, -0.35), (1.2, 0), (0.35, 0.35), (0, 1.2), (-0.35, 0.35), (-1.2, 0),
        (-0.35, -0.35),
      ])
    }
  }

  /// The marker on a chart, with what a pointer that rests on it says.
  func mark(x: Double, y: Double, saying words: String? = nil) -> String {
    let outline = "<path class=\"mark\" d=\"\(marker(x: x, y: y, size: 7.5))\""
    return words.map { outline + ">\(SVG.tip($0))</path>" } ?? outline + "/>"
  }

  /// The marker alone, for legends and headings; decoration, so hidden from screen readers.
  package var swatch: String {
    "<svg class=\"swatch \(colorClass)\" viewBox=\"0 0 12 12\" width=\"12\" height=\"12\" aria-hidden=\"true\">"
      + "<path d=\"\(marker(x: 6, y: 6, size: 9))\"/></svg>"
  }
}
