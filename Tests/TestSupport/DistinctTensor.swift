public import Tensors

extension Tensor {
  /// Creates a tensor of distinct, repeatable values, evenly spaced over -1...1 and shuffled; none lies near zero.
  ///
  /// The spacing keeps small steps from crossing a rectifier's kink or changing which pixel of a block is largest, so that
  /// central differences mean what they should.
  public init(distinct shape: Shape, seed: UInt64) {
    let count = shape.count
    var values = (0..<count).map { (Float($0) + 0.5) * 2 / Float(count) - 1 }
    if count.isMultiple(of: 2) == false { values[count / 2] = 1 + 1 / Float(count) }
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    for i in values.indices.reversed().dropLast() {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      values.swapAt(i, Int(state >> 16) % (i + 1))
    }
    self.init(shape, values)
  }

  /// Creates a tensor of repeatable values in -1...1, the same on every platform.
  public init(deterministic shape: Shape, seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    self.init(
      shape,
      (0..<shape.count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Float(Int64(state >> 40) - (1 << 23)) / Float(1 << 23)
      })
  }

  /// The largest absolute difference from another tensor of the same shape; infinite where either is not finite.
  public func largestDifference(from other: Tensor) -> Float {
    precondition(shape == other.shape, "\(shape) compared with \(other.shape)")
    return zip(scalars, other.scalars).reduce(0) { worst, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isFinite ? max(worst, difference) : .infinity
    }
  }

  /// The largest absolute value.
  public var largestMagnitude: Float { scalars.reduce(0) { max($0, abs($1)) } }
}
