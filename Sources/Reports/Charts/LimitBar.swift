/// A gate's figure with its interval beside what the rule allows; decoration beside the same in words.
enum LimitBar {
  private static let width = 148.0

  /// `nil` where the limit has no number.
  static func svg(_ rule: GateDocument.Rule) -> String? {
    guard let value = rule.value, value.isFinite, let allowed = allowed(rule) else { return nil }
    var values = [value]
    // An interval a thousand times wider than the limit would hide everything else.
    let reach = 8 * max(abs(allowed.low ?? 0), abs(allowed.high ?? 0), abs(value), 1e-12)
    let low = rule.interval?.low.map { max($0, -reach) }
    let high = rule.interval?.high.map { min($0, reach) }
    values += [low, high, allowed.low, allowed.high].compactMap { $0 }
    let axis = Axis(covering: values, scale: .linear)
    func x(_ value: Double) -> Double { 3 + min(max(axis.place(value), 0), 1) * (width - 6) }
    let left = allowed.low.map(x) ?? 0
    let right = allowed.high.map(x) ?? width
    var parts = [
      "<svg class=\"limit\" viewBox=\"0 0 148 18\" width=\"148\" height=\"18\" aria-hidden=\"true\">",
      "<rect class=\"allowed\" x=\"\(SVG.number(left))\" y=\"2\" width=\"\(SVG.number(max(1, right - left)))\" height=\"14\"/>",
    ]
    for end in [allowed.low, allowed.high].compactMap({ $0 }) {
      parts.append(SVG.line(x1: x(end), y1: 1, x2: x(end), y2: 17, class: "edge"))
    }
    if low != nil || high != nil {
      parts.append(
        SVG.line(
          x1: low.map(x) ?? 0, y1: 9, x2: high.map(x) ?? width, y2: 9, class: "whisker"))
    }
    parts.append("<circle cx=\"\(SVG.number(x(value)))\" cy=\"9\" r=\"3.5\"/>")
    return parts.joined() + "</svg>"
  }

  /// The values that pass, read from the limit's words, which gate.json has in place of numbers.
  static func allowed(_ rule: GateDocument.Rule) -> (low: Double?, high: Double?)? {
    // Names in quotes may hold digits of their own.
    let words = rule.limit.replacing(/'[^']*'/, with: "")
    let numbers = words.matches(of: /-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?/)
      .compactMap { Double($0.output) }
    guard let first = numbers.first else { return rule.criterion == "zero" ? (0, 0) : nil }
    switch rule.criterion {
    case "max", "worst_case", "max_regressed_fraction": return (nil, first)
    case "min": return (first, nil)
    case "abs_max", "equivalent": return (-first, first)
    case "between": return numbers.count > 1 ? (first, numbers[1]) : nil
    case "non_inferior": return (-first, nil)
    case "superior": return (first, nil)
    default: return nil
    }
  }
}
