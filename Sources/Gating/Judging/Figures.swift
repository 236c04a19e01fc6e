internal import Foundation
internal import Statistics

/// Numbers as messages show them.
enum Figures {
  /// Three significant digits.
  static func text(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value.isInfinite { return value > 0 ? "no upper bound" : "no lower bound" }
    let text = String(format: abs(value) >= 1000 ? "%.0f" : "%.3g", value)
    return text == "-0" ? "0" : text
  }

  static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + text(value) }

  static func text(_ interval: ConfidenceInterval) -> String {
    "[\(text(interval.low)), \(text(interval.high))]"
  }

  /// A figure with its unit.
  static func text(_ value: Double, unit: String) -> String {
    unit.isEmpty ? text(value) : "\(text(value)) \(unit)"
  }
}
