import Foundation
import Reports

/// Curves with their intervals as an SVG.
struct CurveChart {
  struct Point {
    var x: Double
    var y: Double
    var low: Double?
    var high: Double?
  }

  struct Curve {
    var name: String
    var points: [Point]
  }

  var title: String
  var horizontal: String
  var vertical: String
  var isLogarithmic: Bool
  var curves: [Curve]

  /// Okabe and Ito's colours, which colour-blind readers tell apart.
  private static let colours = [
    "#777777", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
  ]

  var svg: String {
    let points = curves.flatMap(\.points)
    let (width, height) = (520.0, 300.0)
    let (left, right, top, bottom) = (56.0, 120.0, 26.0, 40.0)
    guard let first = points.first else { return "" }
    func abscissa(_ x: Double) -> Double { isLogarithmic ? log10(max(x, 1e-12)) : x }
    var (x0, x1) = (abscissa(first.x), abscissa(first.x))
    var (y0, y1) = (first.y, first.y)
    for point in points {
      x0 = min(x0, abscissa(point.x))
      x1 = max(x1, abscissa(point.x))
      y0 = min(y0, point.y)
      y1 = max(y1, point.y)
    }
    if x1 <= x0 { (x0, x1) = (x0 - 0.5, x1 + 0.5) }
    let room = max(0.08 * (y1 - y0), 1e-6)
    (y0, y1) = (y0 - room, y1 + room)
    func px(_ x: Double) -> String {
      decimal(left + (abscissa(x) - x0) / (x1 - x0) * (width - left - right), 1)
    }
    func py(_ y: Double) -> String {
      let share = min(max((y - y0) / (y1 - y0), 0), 1)
      return decimal(height - bottom - share * (height - top - bottom), 1)
    }
    var parts = [
      "<svg viewBox=\"0 0 520 300\" role=\"img\" aria-label=\"\(SafeText.html(title))\" font-size=\"11\" fill=\"currentColor\">",
      "<text x=\"\(left)\" y=\"14\" font-weight=\"bold\">\(SafeText.html(title))</text>",
      "<text x=\"\(left)\" y=\"\(height - 6)\">\(SafeText.html(horizontal))</text>",
      "<text x=\"4\" y=\"\(top + 2)\">\(SafeText.html(vertical))</text>",
    ]
    for step in 0...4 {
      let y = y0 + (y1 - y0) * Double(step) / 4
      parts.append(
        "<line x1=\"\(left)\" x2=\"\(width - right)\" y1=\"\(py(y))\" y2=\"\(py(y))\" stroke=\"currentColor\" stroke-opacity=\".15\"/><text x=\"\(left - 4)\" y=\"\(py(y))\" text-anchor=\"end\">\(decimal(y, abs(y1 - y0) > 20 ? 0 : 2))</text>"
      )
    }
    for x in Set(points.map(\.x)).sorted() {
      parts.append(
        "<text x=\"\(px(x))\" y=\"\(height - bottom + 14)\" text-anchor=\"middle\">\(x == x.rounded() ? decimal(x, 0) : decimal(x, 2))</text>"
      )
    }
    for (number, curve) in curves.enumerated() {
      let colour = Self.colours[number % Self.colours.count]
      let banded = curve.points.filter { $0.low != nil && $0.high != nil }
      if banded.count > 1 {
        let upper = banded.map { "\(px($0.x)),\(py($0.high ?? $0.y))" }
        let lower = banded.reversed().map { "\(px($0.x)),\(py($0.low ?? $0.y))" }
        parts.append(
          "<polygon points=\"\((upper + lower).joined(separator: " "))\" fill=\"\(colour)\" fill-opacity=\".12\"/>"
        )
      }
      let line = curve.points.map { "\(px($0.x)),\(py($0.y))" }.joined(separator: " ")
      parts.append(
        "<polyline points=\"\(line)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.8\"/>")
      for point in curve.points {
        parts.append(
          "<circle cx=\"\(px(point.x))\" cy=\"\(py(point.y))\" r=\"2.2\" fill=\"\(colour)\"/>")
      }
      parts.append(
        "<text x=\"\(width - right + 8)\" y=\"\(top + 14 * Double(number + 1))\" fill=\"\(colour)\">\(SafeText.html(String(curve.name.prefix(18))))</text>"
      )
    }
    return parts.joined() + "</svg>"
  }
}
