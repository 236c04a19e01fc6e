/// Transformed tiles of a 3x3 convolution, between its stages: `(36, block, tile, 16)` each.
///
/// A convolution whose weights are larger than a cache is computed in stages, so that its weights are read once for many
/// tiles: every tile is transformed, the 36 products are made, every tile is restored.
public struct WinogradStage {
  /// Transformed tiles of the source.
  public var inputs: Floats
  /// Blocks of 16 channels of the source.
  public var inputBlocks: Int
  /// Products, or transformed tiles of the gradient.
  public var outputs: Floats
  /// Blocks of 16 channels of the destination.
  public var outputBlocks: Int
  /// The tiles there are.
  public var tiles: Int
  /// The tiles there is room for: a multiple of 12.
  public var capacity: Int
  /// Transformed weights `(36, panel of at most 32 outputs, input, output in panel)`; the gradient needs none.
  public var weights: Floats?

  public init(
    inputs: Floats, inputBlocks: Int, outputs: Floats, outputBlocks: Int, tiles: Int, capacity: Int,
    weights: Floats?
  ) {
    self.inputs = inputs
    self.inputBlocks = inputBlocks
    self.outputs = outputs
    self.outputBlocks = outputBlocks
    self.tiles = tiles
    self.capacity = capacity
    self.weights = weights
  }

  /// Scalars from one point's transformed tiles of the source to the next point's.
  @inlinable @inline(__always)
  public var inputStride: Int { TransformedTiles.pointStride(blocks: inputBlocks, tiles: capacity) }
  /// Scalars from one point's products to the next point's.
  @inlinable @inline(__always)
  public var outputStride: Int {
    TransformedTiles.pointStride(blocks: outputBlocks, tiles: capacity)
  }
  /// Scalars from one point's weights to the next point's.
  @inlinable @inline(__always)
  public var weightStride: Int {
    TransformedWeights.pointStride(inputBlocks: inputBlocks, outputBlocks: outputBlocks)
  }
}
