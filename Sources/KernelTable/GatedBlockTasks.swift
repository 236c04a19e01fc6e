/// How the passes of NAFNet's block cut an image into tiles, and tiles into steps of whole rows.
///
/// A tile is a band of rows and a range of columns; a step is so many of its rows. Everything follows from the image's
/// shape, never from the number of threads.
public struct TileGrid {
  /// Columns of a tile; the last one of a row may have fewer.
  public var columns: Int
  /// Rows of a tile; the last one of a column may have fewer.
  public var rows: Int
  /// Rows of a step.
  public var stepRows: Int
  /// Tiles side by side.
  public var across: Int
  /// Tiles of an image.
  public var count: Int
  /// Steps of a tile.
  public var steps: Int

  public init(height: Int, width: Int, rows: Int, columns: Int, stepRows: Int) {
    self.rows = rows
    self.columns = columns
    self.stepRows = stepRows
    across = (width &+ columns &- 1) / columns
    count = across &* ((height &+ rows &- 1) / rows)
    steps = (rows &+ stepRows &- 1) / stepRows
  }
}

/// The first pass of NAFNet's block: normalisation, 1x1 to twice the channels, depthwise 3x3, gate, sums for the mean.
///
/// Images hold whole blocks of channels. The twice as many channels between 1x1 and gate lie in pairs: block `j` of the
/// first half, then block `j` of the second, so that the two factors of a product are neighbours.
public struct SpatialGateTask {
  public var source: BlockedImage
  /// The gated image, or in the gradient's task the gradient of it.
  public var gated: BlockedImage
  public var grid: TileGrid
  public var epsilon: Float
  /// 1x1 weights, the normalisation's scale folded in, and the bias, its shift folded in.
  public var expansion: Floats
  public var expansionBias: Floats
  /// Depthwise weights `(block, 9, 16)` and bias.
  public var depth: Floats
  public var depthBias: Floats
  /// Sums of the gated image over pixels, `(entry, tile, step, block, 16)`.
  public var sums: Floats
  /// What the gradient needs beside that.
  public var gradient: SpatialGateGradient?

  public init(
    source: BlockedImage, gated: BlockedImage, grid: TileGrid, epsilon: Float, expansion: Floats,
    expansionBias: Floats, depth: Floats, depthBias: Floats, sums: Floats
  ) {
    self.source = source
    self.gated = gated
    self.grid = grid
    self.epsilon = epsilon
    self.expansion = expansion
    self.expansionBias = expansionBias
    self.depth = depth
    self.depthBias = depthBias
    self.sums = sums
  }
}

/// What the gradient of a ``SpatialGateTask`` reads and writes beside the forward pass's.
public struct SpatialGateGradient {
  /// The gradient of the source, which is added to.
  public var sourceGradient: BlockedImage
  /// What is added to the gated image's gradient at every pixel, `(block, entry, 16)`: the way through the mean.
  public var meanGradient: Floats
  /// The 1x1 weights for the way back.
  public var expansionBack: Floats
  /// The depthwise weights, turned by half a circle.
  public var depthBack: Floats

  public init(
    sourceGradient: BlockedImage, meanGradient: Floats, expansionBack: Floats, depthBack: Floats
  ) {
    self.sourceGradient = sourceGradient
    self.meanGradient = meanGradient
    self.expansionBack = expansionBack
    self.depthBack = depthBack
  }
}

/// The second pass of NAFNet's block: 1x1 and residual, normalisation, 1x1 to twice the channels, gate, 1x1 and residual.
public struct ChannelGateTask {
  public var source: BlockedImage
  public var gated: BlockedImage
  /// The result, or in the gradient's task the gradient of it, which becomes the gradient of the gated image.
  public var destination: BlockedImage
  public var epsilon: Float
  /// 1x1 weights of each batch entry, the attention and the branch's factor folded in, and the bias that all share.
  public var mixing: Floats
  public var mixingStride: Int
  public var mixingBias: Floats
  /// 1x1 weights, the normalisation's scale folded in, and the bias; outputs in pairs of blocks.
  public var expansion: Floats
  public var expansionBias: Floats
  /// 1x1 weights, the branch's factor folded in, and the bias.
  public var projection: Floats
  public var projectionBias: Floats
  /// What the gradient needs beside that.
  public var gradient: ChannelGateGradient?

  public init(
    source: BlockedImage, gated: BlockedImage, destination: BlockedImage, epsilon: Float,
    mixing: Floats, mixingStride: Int, mixingBias: Floats, expansion: Floats,
    expansionBias: Floats, projection: Floats, projectionBias: Floats
  ) {
    self.source = source
    self.gated = gated
    self.destination = destination
    self.epsilon = epsilon
    self.mixing = mixing
    self.mixingStride = mixingStride
    self.mixingBias = mixingBias
    self.expansion = expansion
    self.expansionBias = expansionBias
    self.projection = projection
    self.projectionBias = projectionBias
  }
}

/// What the gradient of a ``ChannelGateTask`` reads and writes beside the forward pass's.
public struct ChannelGateGradient {
  /// The gradient of the source: what arrives through both residuals.
  public var sourceGradient: BlockedImage
  /// Whether the source's gradient is added to.
  public var accumulates: Bool
  /// The weights for the way back.
  public var mixingBack: Floats
  public var expansionBack: Floats
  public var projectionBack: Floats

  public init(
    sourceGradient: BlockedImage, accumulates: Bool, mixingBack: Floats, expansionBack: Floats,
    projectionBack: Floats
  ) {
    self.sourceGradient = sourceGradient
    self.accumulates = accumulates
    self.mixingBack = mixingBack
    self.expansionBack = expansionBack
    self.projectionBack = projectionBack
  }
}
