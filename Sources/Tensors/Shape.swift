/// The extents of a tensor, outermost first; images are `(batch, channels, height, width)`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public var dimensions: [Int]

  public init(_ dimensions: Int...) { self.dimensions = dimensions }
  public init(_ dimensions: [Int]) { self.dimensions = dimensions }

  /// The number of scalars.
  public var count: Int { dimensions.reduce(1, *) }
  public var rank: Int { dimensions.count }

  public subscript(_ index: Int) -> Int { dimensions[index] }

  public var batch: Int { dimensions[0] }
  public var channels: Int { dimensions[1] }
  public var height: Int { dimensions[2] }
  public var width: Int { dimensions[3] }

  public var description: String { dimensions.map(String.init).joined(separator: "×") }
}
