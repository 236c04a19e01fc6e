public import Tensors

/// A tensor that does not exist yet: a node of the network being described.
///
/// Operations on values record steps; nothing is computed until a backend runs the network.
public struct Value {
  let source: Network.Source
  /// The extents that the tensor will have.
  public let shape: Shape
  /// The height and width, in input pixels, that one pixel of this value stands for.
  public let scale: Int
  /// How far beyond its own footprint, in input pixels, a pixel sees; `nil` for the whole frame.
  public let halo: Int?
  /// Where operations are recorded.
  public let builder: NetworkBuilder
}

extension Value {
  /// The element-wise sum.
  public static func + (lhs: Value, rhs: Value) throws(ShapeError) -> Value {
    try lhs.builder.append(Add(), [lhs, rhs])
  }

  /// The element-wise difference.
  public static func - (lhs: Value, rhs: Value) throws(ShapeError) -> Value {
    try lhs.builder.append(Subtract(), [lhs, rhs])
  }

  /// Negative values become zero.
  public func rectified() throws(ShapeError) -> Value { try builder.append(ReLU(), [self]) }

  /// The first half of the channels times the second half.
  public func gated() throws(ShapeError) -> Value { try builder.append(SimpleGate(), [self]) }

  /// The product with a factor a channel, or with an image of the same shape.
  public func scaled(by factors: Value) throws(ShapeError) -> Value {
    try builder.append(Scale(), [self, factors])
  }

  /// The largest of each 2 × 2 block.
  public func maxPooled() throws(ShapeError) -> Value { try builder.append(MaxPool(), [self]) }

  /// The mean of each channel over the frame.
  public func globalMean() throws(ShapeError) -> Value {
    try builder.append(GlobalAveragePool(), [self])
  }

  /// The mean of each channel over a window of that many of this value's pixels around each pixel.
  public func localMean(window: Int) throws(ShapeError) -> Value {
    try builder.append(LocalAveragePool(window: window), [self])
  }

  /// Four channels become one of twice the size.
  public func pixelShuffled() throws(ShapeError) -> Value {
    try builder.append(PixelShuffle(), [self])
  }

  /// This value's channels, then the other's.
  public func concatenated(with other: Value) throws(ShapeError) -> Value {
    try builder.append(Concatenate(), [self, other])
  }
}
