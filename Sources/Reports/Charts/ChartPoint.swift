/// A figure in a chart, with the ends of its interval where it has one.
package struct ChartPoint: Equatable {
  package var value: Double
  package var low: Double?
  package var high: Double?

  package init(value: Double, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// The interval, where both of its ends are numbers.
  var ends: (low: Double, high: Double)? {
    guard let low, let high, low.isFinite, high.isFinite else { return nil }
    return (low, high)
  }

  /// What an axis must cover to show the point whole; values that are no places are left out.
  var extent: [Double] {
    [value, low ?? value, high ?? value].filter { $0.isFinite && abs($0) < 1e12 }
  }
}
