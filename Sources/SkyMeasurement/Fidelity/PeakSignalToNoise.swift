private import Foundation

/// `10 log10(L^2 / MSE)`.
package enum PeakSignalToNoise {
  /// In dB; `nil` when the frames are equal and the figure is infinite. `range`: L.
  package static func decibels(_ image: Plane, reference: Plane, range: Double) -> Double? {
    let error = Sums.meanSquaredDifference(image.values, reference.values)
    return error > 0 ? 10 * log10(range * range / error) : nil
  }

  /// The 95 % interval in dB, from blocks; `nil` for equal frames and for fewer than four blocks.
  ///
  /// An error that one block makes alone may be all of it: then the upper end is 20 dB above.
  package static func interval(_ image: Plane, reference: Plane, range: Double) -> (
    low: Double, high: Double
  )? {
    let (a, b) = (image.values, reference.values)
    let squares = BlockJackknife.sums(width: image.width, height: image.height) {
      (a[$0] - b[$0]) * (a[$0] - b[$0])
    }
    let counts = BlockJackknife.sums(width: image.width, height: image.height) { _ in 1 }
    let error = Sums.meanSquaredDifference(a, b)
    guard error > 0, let half = BlockJackknife.halfWidth(squares, over: counts) else { return nil }
    func decibels(_ error: Double) -> Double { 10 * log10(range * range / error) }
    return (decibels(error + half), decibels(max(error - half, 0.01 * error)))
  }
}
