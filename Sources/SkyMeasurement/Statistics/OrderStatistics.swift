/// Medians and quantiles that are exact and use no more than linear time on average.
package enum OrderStatistics {
  /// `1 / Phi^-1(3/4)`: turns a median absolute deviation into a Gaussian's standard deviation.
  package static let deviationToSigma = 1.4826022185056018

  /// The robust standard deviation's own error over it, times the root of the number of Gaussian values (efficiency 37 %).
  package static let robustSigmaError = 1.16

  /// The median; the mean of the two middle values when there are two. 0 for no values.
  package static func median(_ values: [Double]) -> Double {
    values.withUnsafeBufferPointer { median(of: $0) }
  }

  /// The robust standard deviation `1.4826 median |x - median|`.
  package static func robustSigma(_ values: [Double]) -> Double {
    var copy = values
    return copy.withUnsafeMutableBufferPointer { robustSpread(inPlace: $0).sigma }
  }

  /// The median and the robust standard deviation; `buffer` is overwritten.
  package static func robustSpread(
    inPlace buffer: UnsafeMutableBufferPointer<Double>
  ) -> (median: Double, sigma: Double) {
    let center = median(of: UnsafeBufferPointer(buffer))
    for i in 0..<buffer.count { buffer[i] = (buffer[i] - center).magnitude }
    return (center, deviationToSigma * median(of: UnsafeBufferPointer(buffer)))
  }

  /// The median of a buffer, which stays as it is.
  package static func median(of buffer: UnsafeBufferPointer<Double>) -> Double {
    let count = buffer.count
    guard count > 0 else { return 0 }
    if count % 2 == 1 { return Selection.values(at: count / 2, of: buffer).first }
    let middle = Selection.values(at: count / 2 - 1, of: buffer)
    return 0.5 * (middle.first + middle.second)
  }

  /// The value that `rank` others are smaller than, or equal to it.
  package static func smallest(_ rank: Int, of values: [Double]) -> Double {
    values.withUnsafeBufferPointer { Selection.values(at: rank, of: $0).first }
  }

  /// The quantile with linear interpolation between neighbours (Hyndman and Fan's type 7, NumPy's default).
  package static func quantile(_ fraction: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let position = fraction * Double(values.count - 1)
    let below = min(max(Int(position), 0), values.count - 1)
    let (low, high) = values.withUnsafeBufferPointer { Selection.values(at: below, of: $0) }
    let share = position - Double(below)
    return share > 0 ? interpolate(low, high, share) : low
  }

  /// The quantile of values that are already in ascending order.
  package static func quantile(_ fraction: Double, ofSorted values: [Double]) -> Double {
    guard let last = values.last else { return 0 }
    let position = fraction * Double(values.count - 1)
    let below = min(max(Int(position), 0), values.count - 1)
    guard below + 1 < values.count else { return last }
    return interpolate(values[below], values[below + 1], position - Double(below))
  }

  /// Linear interpolation that is exact at both ends.
  private static func interpolate(_ low: Double, _ high: Double, _ share: Double) -> Double {
    share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
  }
}
