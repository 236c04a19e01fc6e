/// A dense float32 array in row-major order.
public struct Tensor: Equatable, Sendable {
  /// The extents, outermost first.
  public var shape: Shape
  /// The values; the last dimension varies fastest.
  public var scalars: [Float]

  /// Creates a tensor from as many values as its shape holds.
  public init(_ shape: Shape, _ scalars: [Float]) {
    precondition(
      shape.count == scalars.count, "\(scalars.count) scalars for a tensor of shape \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor of one value, zero unless said otherwise.
  public init(repeating value: Float = 0, _ shape: Shape) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// Some places of the first extent: images of a batch.
  public func entries(_ range: Range<Int>) -> Tensor {
    if range == 0..<shape.batch { return self }
    let size = shape.count / max(1, shape.batch)
    return Tensor(
      shape.withBatch(range.count),
      Array(scalars[(range.lowerBound * size)..<(range.upperBound * size)]))
  }

  /// This tensor times a number.
  public func scaled(by factor: Float) -> Tensor { Tensor(shape, scalars.map { factor * $0 }) }

  /// Adds another tensor of the same shape to this one, element by element.
  public mutating func accumulate(_ other: Tensor) {
    precondition(shape == other.shape, "\(other.shape) added to \(shape)")
    let addend = other.scalars
    for i in addend.indices { scalars[i] += addend[i] }
  }
}
