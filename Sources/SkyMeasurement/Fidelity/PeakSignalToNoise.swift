private import Foundation

/// `10 log10(L^2 / MSE)`.
package enum PeakSignalToNoise {
  /// In dB; `nil` when the frames are equal and the figure is infinite. `range`: L.
  package static func decibels(_ image: Plane, reference: Plane, range: Double) -> Double? {
    let error = Sums.meanSquaredDifference(image.values, reference.values)
    return error > 0 ? 10 * log10(range * range / error) : nil
  }
}
