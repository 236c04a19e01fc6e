private import Foundation

/// The few words of SVG that the charts speak.
enum SVG {
  /// A coordinate to a tenth of a pixel; a value that is no place at all goes to the corner.
  static func number(_ value: Double) -> String {
    guard abs(value) < 1e6 else { return "0" }
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : String(format: "%.1f", tenths)
  }

  static func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", class name: String = "label",
    rotated: Bool = false
  ) -> String {
    let turn = rotated ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : ""
    return
      "<text class=\"\(name)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(turn)>"
      + SafeText.html(SafeText.line(text)) + "</text>"
  }

  /// What a pointer that rests on the element around it says.
  static func tip(_ words: String) -> String {
    "<title>\(SafeText.html(SafeText.line(words)))</title>"
  }

  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, class name: String
  ) -> String {
    "<rect class=\"\(name)\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\"/>"
  }

  static func circle(x: Double, y: Double, radius: Double, class name: String) -> String {
    "<circle class=\"\(name)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"/>"
  }

  /// A line through points, or the outline of an area.
  static func path(
    _ points: [(Double, Double)], class name: String, dashes: String = "none",
    isClosed: Bool = false
  ) -> String {
    let steps = points.enumerated().map {
      "\($0.offset == 0 ? "M" : "L")\(number($0.element.0)) \(number($0.element.1))"
    }.joined()
    let pattern = dashes == "none" ? "" : " stroke-dasharray=\"\(dashes)\""
    return "<path class=\"\(name)\" d=\"\(steps)\(isClosed ? "Z" : "")\"\(pattern)/>"
  }

  static func line(x1: Double, y1: Double, x2: Double, y2: Double, class name: String) -> String {
    "<line class=\"\(name)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>"
  }
}
