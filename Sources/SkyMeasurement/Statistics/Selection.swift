/// The values of given ranks, found without sorting.
enum Selection {
  /// Fewer values than these are partitioned outright.
  private static let fewest = 192

  /// The value that `rank` others come before, and the one after it; the last value is its own follower.
  ///
  /// A sample brackets both ranks, one pass without branches counts what lies below the bracket and copies what lies inside,
  /// and only that is partitioned (after Floyd and Rivest, "Expected time bounds for selection", 1975). Where the sample misled,
  /// everything is partitioned: the result never depends on it.
  static func values(
    at rank: Int, of buffer: UnsafeBufferPointer<Double>
  ) -> (first: Double, second: Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: buffer.count) { scratch in
      if buffer.count >= fewest, let bracket = bracket(around: rank, of: buffer) {
        let inside = gather(bracket, from: buffer, into: scratch)
        let place = rank - inside.below
        let follower = min(rank + 1, buffer.count - 1) - inside.below
        if place >= 0, follower < inside.count {
          return pair(at: place, in: UnsafeMutableBufferPointer(rebasing: scratch[..<inside.count]))
        }
      }
      _ = scratch.initialize(from: buffer)
      return pair(at: rank, in: scratch)
    }
  }

  /// Two values of a sample that the ranks lie between but for one time in some hundreds.
  private static func bracket(
    around rank: Int, of buffer: UnsafeBufferPointer<Double>
  ) -> ClosedRange<Double>? {
    let count = buffer.count
    let size = min(max(64, Int(2 * Double(count).squareRoot())), 2048)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { sample in
      // Places that no pattern in the values can follow.
      var state: UInt64 = 0x9e37_79b9_7f4a_7c15
      for i in 0..<size {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(truncatingIfNeeded: ((state >> 32) &* UInt64(count)) >> 32)
        sample.initializeElement(at: i, to: buffer[place])
      }
      let share = (Double(rank) + 0.5) / Double(count)
      let width = 3 * (share * (1 - share) * Double(size)).squareRoot() + 2
      let middle = share * Double(size)
      let low = Int(middle - width)
      let high = Int(middle + width)
      // Beyond the sample's ends the bracket is open.
      let lower = middle <= width ? -Double.infinity : select(low, in: sample)
      let upper = high >= size ? Double.infinity : select(high, in: sample)
      return lower <= upper ? lower...upper : nil
    }
  }

  /// Copies the values inside a bracket, in their order, and counts those below it.
  private static func gather(
    _ bracket: ClosedRange<Double>, from buffer: UnsafeBufferPointer<Double>,
    into scratch: UnsafeMutableBufferPointer<Double>
  ) -> (below: Int, count: Int) {
    guard let source = buffer.baseAddress, let target = scratch.baseAddress else { return (0, 0) }
    let (low, high) = (bracket.lowerBound, bracket.upperBound)
    var below = 0
    var count = 0
    for i in 0..<buffer.count {
      let value = source[i]
      target[count] = value
      below &+= value < low ? 1 : 0
      count &+= (value >= low ? 1 : 0) & (value <= high ? 1 : 0)
    }
    return (below, count)
  }

  private static func pair(
    at rank: Int, in buffer: UnsafeMutableBufferPointer<Double>
  ) -> (first: Double, second: Double) {
    let first = select(rank, in: buffer)
    guard rank + 1 < buffer.count else { return (first, first) }
    var second = buffer[rank + 1]
    for i in (rank + 1)..<buffer.count where buffer[i] < second { second = buffer[i] }
    return (first, second)
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
