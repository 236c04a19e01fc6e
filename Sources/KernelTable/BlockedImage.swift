/// A run of float32 scalars in memory that the caller owns.
public typealias Floats = UnsafeMutablePointer<Float>

/// Activations in channel-blocked layout `(batch, channels / 16, height, width, 16)`.
///
/// The last block's unused lanes hold zeros. Batches may lie further apart than their own blocks need: that is how several
/// images share one concatenated image without a copy.
public struct BlockedImage {
  public var pointer: Floats
  /// Scalars from one batch entry to the next.
  public var batchStride: Int
  public var batch: Int
  /// Blocks of 16 channels.
  public var blocks: Int
  public var height: Int
  public var width: Int

  public init(
    pointer: Floats, batchStride: Int, batch: Int, blocks: Int, height: Int, width: Int
  ) {
    self.pointer = pointer
    self.batchStride = batchStride
    self.batch = batch
    self.blocks = blocks
    self.height = height
    self.width = width
  }

  /// Pixels of one plane.
  @inline(__always) public var pixels: Int { height &* width }
  /// Scalars from one block of channels to the next.
  @inline(__always) public var blockStride: Int { height &* width &* 16 }
}

/// Activations in plain layout `(batch, channels, height, width)`, for images of at most four channels.
public struct PlanarImage {
  public var pointer: Floats
  public var batch: Int
  public var channels: Int
  public var height: Int
  public var width: Int

  public init(pointer: Floats, batch: Int, channels: Int, height: Int, width: Int) {
    self.pointer = pointer
    self.batch = batch
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Pixels of one plane.
  @inline(__always) public var pixels: Int { height &* width }
}
