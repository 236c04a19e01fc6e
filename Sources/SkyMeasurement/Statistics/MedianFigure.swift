/// A median with half the width of its 95 % interval and the robust scatter of the values.
package struct MedianFigure: Sendable {
  package let value: Double
  package let halfWidth: Double
  package let scatter: Double
  package let count: Int

  package init(_ values: [Double]) {
    value = OrderStatistics.median(values)
    scatter = OrderStatistics.robustSigma(values)
    count = values.count
    halfWidth = Intervals.medianHalfWidth(sigma: scatter, count: count)
  }
}
