/// The median and its spread, from which stretches are set.
enum RobustStatistics {
  /// 1 / (the 75th percentile of the standard normal distribution): what makes a MAD estimate a standard deviation.
  static let madToSigma = 1.4826022185056018

  /// The median of the finite values, the mean of the middle two for an even count; nil when there are none.
  static func median(_ values: [Float]) -> Double? {
    var finite = values.filter { $0.isFinite }
    guard !finite.isEmpty else { return nil }
    let middle = finite.count / 2
    let upper = select(middle, in: &finite)
    guard finite.count % 2 == 0 else { return Double(upper) }
    // After selection everything below the middle is no larger, so the lower middle is the largest of it.
    var lower = finite[0]
    for index in 0..<middle where finite[index] > lower { lower = finite[index] }
    return (Double(lower) + Double(upper)) / 2
  }

  /// The median of the distances of the finite values from `center`.
  static func medianDeviation(_ values: [Float], from center: Double) -> Double {
    var distances: [Double] = []
    distances.reserveCapacity(values.count)
    for value in values where value.isFinite { distances.append(abs(Double(value) - center)) }
    guard !distances.isEmpty else { return 0 }
    let middle = distances.count / 2
    let upper = select(middle, in: &distances)
    guard distances.count % 2 == 0 else { return upper }
    var lower = distances[0]
    for index in 0..<middle where distances[index] > lower { lower = distances[index] }
    return (lower + upper) / 2
  }

  /// Moves the `rank`th smallest value into place, smaller ones before it (Hoare's selection, middle pivots).
  private static func select<Value: Comparable>(_ rank: Int, in values: inout [Value]) -> Value {
    values.withUnsafeMutableBufferPointer { v in
      var low = 0
      var high = v.count - 1
      while low < high {
        let middle = low + (high - low) / 2
        // The median of three keeps sorted and constant data from the quadratic case.
        let (a, b, c) = (v[low], v[middle], v[high])
        let pivot = max(min(a, b), min(max(a, b), c))
        var i = low
        var j = high
        while i <= j {
          while v[i] < pivot { i += 1 }
          while v[j] > pivot { j -= 1 }
          if i <= j {
            v.swapAt(i, j)
            i += 1
            j -= 1
          }
        }
        if rank <= j { high = j } else if rank >= i { low = i } else { break }
      }
      return v[rank]
    }
  }
}
