/// What happens to a product on its way to memory, in this order: bias, accumulation, residual, ReLU, mask.
public struct Epilogue {
  /// One scalar a channel, padded to whole blocks, or nothing.
  public var bias: Floats?
  /// What the destination holds is added.
  public var accumulates = false
  /// An image of the destination's geometry that is added.
  public var residual: Floats?
  public var residualBatchStride = 0
  /// Negative values become zero.
  public var rectifies = false
  /// An image of the destination's geometry: where it is not positive, zero is written (the ReLU's gradient).
  public var mask: Floats?
  public var maskBatchStride = 0

  public init() {}
}
