internal import Foundation

/// The values of one direction of a chart, placed between 0 and 1.
package struct Axis {
  package enum Scale: Sendable { case linear, logarithmic }

  var scale: Scale
  var low: Double
  var high: Double

  /// A linear axis between two ends.
  init(from low: Double, to high: Double) { (scale, self.low, self.high) = (.linear, low, high) }

  /// Covers the values with round ends; falls back to a linear scale where a value is not positive.
  init(covering values: [Double], scale wanted: Scale) {
    let finite = values.filter(\.isFinite)
    let smallest = finite.min() ?? 0
    let largest = finite.max() ?? 1
    scale = wanted == .logarithmic && smallest > 0 ? .logarithmic : .linear
    switch scale {
    case .logarithmic:
      let spread = max(largest / smallest, 1.2)
      let margin = Foundation.pow(spread, 0.06)
      (low, high) = (smallest / margin, largest * margin)
    case .linear:
      let spread = largest > smallest ? largest - smallest : max(abs(largest), 1) * 0.1
      (low, high) = (smallest - 0.05 * spread, largest + 0.08 * spread)
    }
  }

  /// From 0 at the low end to 1 at the high end.
  func place(_ value: Double) -> Double {
    switch scale {
    case .linear: (value - low) / (high - low)
    case .logarithmic: Foundation.log(value / low) / Foundation.log(high / low)
    }
  }

  /// Round values inside the ends, about `count` of them.
  func ticks(_ count: Int) -> [Double] {
    switch scale {
    case .linear: linearTicks(count)
    case .logarithmic: logarithmicTicks(count)
    }
  }

  private func linearTicks(_ count: Int) -> [Double] {
    let rough = (high - low) / Double(count)
    let decade = Foundation.pow(10, Foundation.floor(Foundation.log10(rough)))
    let step = [1, 2, 2.5, 5, 10].map { $0 * decade }.first { $0 >= rough * 0.999 } ?? rough
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  private func logarithmicTicks(_ count: Int) -> [Double] {
    let first = Int(Foundation.floor(Foundation.log10(low)))
    let last = Int(Foundation.ceil(Foundation.log10(high)))
    func inside(_ factors: [Double]) -> [Double] {
      (first...last).flatMap { decade in factors.map { $0 * Foundation.pow(10, Double(decade)) } }
        .filter { $0 >= low && $0 <= high }
    }
    // The finest set that is not too crowded.
    let choices = [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]
    return choices.lazy.map(inside).first { $0.count <= count + 2 } ?? inside([1])
  }
}
