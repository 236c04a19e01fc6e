/// A dense float32 array in row-major order.
public struct Tensor: Equatable, Sendable {
  public var shape: Shape
  public var scalars: [Float]

  public init(_ shape: Shape, _ scalars: [Float]) {
    precondition(
      shape.count == scalars.count, "\(scalars.count) scalars for a tensor of shape \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  public init(repeating value: Float = 0, _ shape: Shape) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }
}
