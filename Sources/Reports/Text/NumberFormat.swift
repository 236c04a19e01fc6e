private import Foundation

/// Writes numbers for people: fixed significant digits, a true minus sign, thin spaces, no locale.
package enum NumberFormat {
  /// Writes `value` with four significant digits, three below a tenth; whole numbers stay whole.
  package static func text(_ value: Double) -> String {
    text(value, digits: abs(value) < 0.1 ? 3 : 4)
  }

  /// Writes `value` with `digits` significant digits; whole numbers stay whole.
  package static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    if value == value.rounded(), abs(value) < 1e6 { return integer(Int(value)) }
    // `%e` rounds correctly and, without a locale argument, always writes a point.
    let scientific = String(format: "%.\(digits - 1)e", abs(value))
    let halves = scientific.split(separator: "e")
    guard halves.count == 2, let exponent = Int(halves[1]) else { return scientific }
    let sign = value < 0 ? "−" : ""
    guard (-4..<6).contains(exponent) else {
      return "\(sign)\(halves[0])\u{202F}×\u{202F}10\(superscript(exponent))"
    }
    let decimals = max(0, digits - 1 - exponent)
    // Rounded to the significant digits first, so that 999.96 becomes 1000.0 in both steps alike.
    guard let rounded = Double(scientific) else { return scientific }
    return sign + grouped(String(format: "%.\(decimals)f", rounded))
  }

  /// Writes a whole number in groups of three.
  package static func integer(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(String(value.magnitude))
  }

  /// Writes a change with its sign, plus or minus.
  package static func signed(_ value: Double, digits: Int = 3) -> String {
    (value > 0 ? "+" : "") + text(value, digits: digits)
  }

  /// Writes a count with the letter of its thousands: `1.21 M`.
  package static func short(_ value: Double) -> String {
    for (size, letter) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where abs(value) >= size
    {
      return "\(text(value / size, digits: 3))\u{202F}\(letter)"
    }
    return text(value, digits: 3)
  }

  /// Writes a number for machines: the shortest decimal that reads back to the same bits.
  package static func exact(_ value: Double) -> String {
    value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
  }

  private static func grouped(_ digits: String) -> String {
    let halves = digits.split(separator: ".", maxSplits: 1)
    guard let whole = halves.first, whole.count > 4 else { return digits }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { result += "\u{202F}" }
      result.append(digit)
    }
    return halves.count == 2 ? "\(result).\(halves[1])" : result
  }

  private static func superscript(_ value: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (value < 0 ? "⁻" : "")
      + String(String(value.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
