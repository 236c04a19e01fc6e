/// The extents of a tensor, outermost first; images are `(batch, channels, height, width)`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// The extents, outermost first.
  public var dimensions: [Int]

  /// Creates a shape from its extents.
  public init(_ dimensions: Int...) { self.dimensions = dimensions }

  /// Creates a shape from its extents.
  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  /// The number of scalars.
  public var count: Int { dimensions.reduce(1, *) }

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The same extents but for the first, the batch.
  public func withBatch(_ batch: Int) -> Shape { Shape([batch] + dimensions.dropFirst()) }

  /// One extent.
  public subscript(_ index: Int) -> Int { dimensions[index] }

  /// How many images an image tensor holds.
  public var batch: Int { dimensions[0] }
  /// The planes of each image.
  public var channels: Int { dimensions[1] }
  /// The rows of each plane, in pixels.
  public var height: Int { dimensions[2] }
  /// The columns of each plane, in pixels.
  public var width: Int { dimensions[3] }

  public var description: String { dimensions.map(String.init).joined(separator: "×") }
}
