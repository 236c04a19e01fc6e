/// Medians and quantiles that are exact and use no more than linear time on average.
package enum OrderStatistics {
  /// `1 / Phi^-1(3/4)`: turns a median absolute deviation into a Gaussian's standard deviation.
  package static let deviationToSigma = 1.4826022185056018

  /// The robust standard deviation's own error over it, times the root of the number of Gaussian values (efficiency 37 %).
  package static let robustSigmaError = 1.16

  /// The median; the mean of the two middle values when there are two. 0 for no values.
  package static func median(_ values: [Double]) -> Double {
    var copy = values
    return copy.withUnsafeMutableBufferPointer { median(inPlace: $0) }
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
    let center = median(inPlace: buffer)
    for i in 0..<buffer.count { buffer[i] = (buffer[i] - center).magnitude }
    return (center, deviationToSigma * median(inPlace: buffer))
  }

  /// The median of a buffer whose order is given up.
  package static func median(inPlace buffer: UnsafeMutableBufferPointer<Double>) -> Double {
    let count = buffer.count
    guard count > 0 else { return 0 }
    let middle = count / 2
    let upper = select(middle, in: buffer)
    if count % 2 == 1 { return upper }
    var lower = buffer[0]
    for i in 1..<max(middle, 1) where buffer[i] > lower { lower = buffer[i] }
    return 0.5 * (lower + upper)
  }

  /// The value that `rank` others are smaller than, or equal to it.
  package static func smallest(_ rank: Int, of values: [Double]) -> Double {
    var copy = values
    return copy.withUnsafeMutableBufferPointer { select(rank, in: $0) }
  }

  /// The quantile with linear interpolation between neighbours (Hyndman and Fan's type 7, NumPy's default).
  package static func quantile(_ fraction: Double, of values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    var copy = values
    return copy.withUnsafeMutableBufferPointer { buffer in
      let position = fraction * Double(buffer.count - 1)
      let below = min(max(Int(position), 0), buffer.count - 1)
      let low = select(below, in: buffer)
      let share = position - Double(below)
      guard share > 0, below + 1 < buffer.count else { return low }
      var high = buffer[below + 1]
      for i in (below + 1)..<buffer.count where buffer[i] < high { high = buffer[i] }
      return interpolate(low, high, share)
    }
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

  /// Moves the `k`-th smallest value to index `k`, smaller ones before it and larger ones behind (Hoare's selection).
  private static func select(_ k: Int, in a: UnsafeMutableBufferPointer<Double>) -> Double {
    var left = 0
    var right = a.count - 1
    while left < right {
      let middle = left + (right - left) / 2
      if a[middle] < a[left] { a.swapAt(middle, left) }
      if a[right] < a[left] { a.swapAt(right, left) }
      if a[right] < a[middle] { a.swapAt(right, middle) }
      let pivot = a[middle]
      var i = left
      var j = right
      while i <= j {
        while a[i] < pivot { i += 1 }
        while a[j] > pivot { j -= 1 }
        if i <= j {
          let kept = a[i]
          a[i] = a[j]
          a[j] = kept
          i += 1
          j -= 1
        }
      }
      if k <= j { right = j } else if k >= i { left = i } else { return a[k] }
    }
    return a[k]
  }
}
