import Evaluation
import SkyMeasurement

extension Finding.Part {
  /// The scatter that stars' errors have in an output beyond the input's, which no median shows.
  ///
  /// `after` and `before` hold a list for each dimension of the error. `nil` below a dozen stars.
  static func addedScatter(
    _ name: String, after: [[Double]], before: [[Double]], unit: String
  ) -> Finding.Part? {
    let (after, before) = (scatter(after), scatter(before))
    return addedScatter(
      name, after: after.sigma, before: before.sigma, count: min(after.count, before.count),
      relativeError: PairwiseDeviation.relativeError, unit: unit)
  }

  /// `sqrt(after^2 - before^2)` of two deviations, zero where noise was removed; `nil` below a dozen values.
  ///
  /// `relativeError`: that of a deviation times the root of the number of values that it comes from.
  static func addedScatter(
    _ name: String, after: Double, before: Double, count: Int, relativeError: Double, unit: String
  ) -> Finding.Part? {
    guard count >= 12 else { return nil }
    let error = 1.96 * relativeError / Double(count).squareRoot()
    func added(_ high: Double, _ low: Double) -> Double {
      max(0, high * high - low * low).squareRoot()
    }
    return Finding.Part(
      name, added(after, before), unit: unit,
      interval: Finding.Interval(
        added(after * max(0, 1 - error), before * (1 + error)),
        added(after * (1 + error), before * max(0, 1 - error))), count: count)
  }

  /// Errors in two dimensions add as squares.
  private static func scatter(_ errors: [[Double]]) -> (sigma: Double, count: Int) {
    let deviations = errors.map(PairwiseDeviation.sigma)
    return (
      deviations.reduce(0) { $0 + $1.value * $1.value }.squareRoot(),
      deviations.map(\.count).min() ?? 0
    )
  }
}
