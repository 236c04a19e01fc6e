/// How transformed tiles `(36, block, tile, 16)` lie in memory.
///
/// A transform writes 36 vectors, one a point. Points lie an odd number of cache lines apart: then the 36 lines fall into as
/// many sets of the first-level cache, where a round number of lines would make them push each other out.
public enum TransformedTiles {
  /// Scalars from one point's tiles to the next point's, for blocks of 16 channels with room for so many tiles each.
  @inlinable @inline(__always)
  public static func pointStride(blocks: Int, tiles: Int) -> Int { (blocks &* tiles | 1) &* 16 }

  /// Scalars of all 36 points.
  @inlinable @inline(__always)
  public static func scalars(blocks: Int, tiles: Int) -> Int {
    36 &* pointStride(blocks: blocks, tiles: tiles)
  }
}

/// How transformed weights and the sums of their gradients `(36, input, output)` lie in memory: as ``TransformedTiles`` do.
public enum TransformedWeights {
  /// Scalars from one point's weights to the next point's.
  @inlinable @inline(__always)
  public static func pointStride(inputBlocks: Int, outputBlocks: Int) -> Int {
    TransformedTiles.pointStride(blocks: inputBlocks &* outputBlocks, tiles: 16)
  }

  /// Scalars of all 36 points.
  @inlinable @inline(__always)
  public static func scalars(inputBlocks: Int, outputBlocks: Int) -> Int {
    36 &* pointStride(inputBlocks: inputBlocks, outputBlocks: outputBlocks)
  }
}
