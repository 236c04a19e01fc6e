/// The kernels of one CPU level, as functions that work on a part of a task with memory that the caller lends.
///
/// A part is a range of tiles, pixels or rows; parts are independent, so that the caller may hand them to threads.
public struct KernelTable: Sendable {
  /// The level's name: `v4`, `v3`, `baseline`, or `arm64`.
  public var name: String

  /// Tiles from the first, as many as the count, so many at a time, scratch.
  public var winograd: @Sendable (UnsafePointer<WinogradTask>, Int, Int, Int, Floats) -> Void
  /// Tiles from the first, as many as the count, scratch, accumulator `(36, input, output)`.
  public var winogradGradient:
    @Sendable (UnsafePointer<WinogradGradientTask>, Int, Int, Floats, Floats) -> Void
  /// Transforms windows of a source into ``WinogradStage/inputs``: tiles from the first, as many as the count, the tiles
  /// there is room for, 1,152 scalars of scratch, result.
  public var transformTiles:
    @Sendable (UnsafePointer<BlockedImage>, Int, Int, Int, Floats, Floats) -> Void
  /// The same for a gradient, into ``WinogradStage/outputs``.
  public var transformGradientTiles:
    @Sendable (UnsafePointer<BlockedImage>, Int, Int, Int, Floats, Floats) -> Void
  /// Point, first output block (an even one), output blocks.
  public var multiplyPoint: @Sendable (UnsafePointer<WinogradStage>, Int, Int, Int) -> Void
  /// Tiles from the first, as many as the count, the tiles there is room for, 1,152 scalars of scratch, products.
  public var restoreTiles:
    @Sendable (UnsafePointer<WinogradTask>, Int, Int, Int, Floats, Floats) -> Void
  /// Point, first input block, input blocks, result `(input, output blocks, 16)` to add to.
  public var outerPoint: @Sendable (UnsafePointer<WinogradStage>, Int, Int, Int, Floats) -> Void
  /// Taps `(input, tap, output)` of 16 by 16 channels, rotated, result, its strides from point to point and input to input.
  public var transformWeights: @Sendable (Floats, Bool, Floats, Int, Int) -> Void
  /// Sums, their strides from point to point and input to input, taps `(input, tap, output)`.
  public var restoreWeights: @Sendable (Floats, Int, Int, Floats) -> Void
  /// Batch entry, first grid pixel, count, scratch.
  public var pointwise: @Sendable (UnsafePointer<PointwiseTask>, Int, Int, Int, Floats) -> Void
  /// Batch entry, first grid pixel, count, scratch, accumulator `(tap and input, tap and output)`.
  public var pointwiseGradient:
    @Sendable (UnsafePointer<PointwiseGradientTask>, Int, Int, Int, Floats, Floats) -> Void
  /// Planar source to blocked destination: batch entry, first row, rows, scratch.
  public var spread: @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats) -> Void
  /// Blocked source to planar destination: batch entry, first row, rows, scratch.
  public var gather: @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats) -> Void
  /// Correlation of a planar and a blocked image into the task's weights: batch entry, first row, rows, scratch, result.
  public var correlate: @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats, Floats) -> Void
  /// Batch entry, block, scratch.
  public var depthwise: @Sendable (UnsafePointer<DepthwiseTask>, Int, Int, Floats) -> Void
  /// Batch entry, block, result `(9, 16)`, scratch.
  public var depthwiseGradient:
    @Sendable (UnsafePointer<DepthwiseTask>, Int, Int, Floats, Floats) -> Void
  /// Batch entry, first pixel, count.
  public var normalize: @Sendable (UnsafePointer<NormalizationTask>, Int, Int, Int) -> Void
  /// Batch entry, first pixel, count, result: scale gradient then shift gradient, each `(blocks, 16)`.
  public var normalizeGradient:
    @Sendable (UnsafePointer<NormalizationGradientTask>, Int, Int, Int, Floats) -> Void
  /// Source, destination, batch entry and block.
  public var maximumPool:
    @Sendable (UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>, Int, Int) -> Void
  /// Source, pooled, pooled gradient, source gradient, accumulates, batch entry, block.
  public var maximumPoolGradient:
    @Sendable (
      UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>,
      UnsafePointer<BlockedImage>, Bool, Int, Int
    ) -> Void
  /// Batch entry, tile, scratch.
  public var spatialGate: @Sendable (UnsafePointer<SpatialGateTask>, Int, Int, Floats) -> Void
  /// Batch entry, tile, scratch, accumulator: expansion, its bias, depthwise weights, their bias.
  public var spatialGateGradient:
    @Sendable (UnsafePointer<SpatialGateTask>, Int, Int, Floats, Floats) -> Void
  /// Batch entry, first pixel, count, scratch.
  public var channelGate: @Sendable (UnsafePointer<ChannelGateTask>, Int, Int, Int, Floats) -> Void
  /// Batch entry, first pixel, count, scratch, the accumulator of the entry (mixing, its bias) and the one of all
  /// (expansion, its bias, projection, its bias).
  public var channelGateGradient:
    @Sendable (UnsafePointer<ChannelGateTask>, Int, Int, Int, Floats, Floats, Floats) -> Void

  /// `d (+)= p * a + q * b`; the arguments are d, a, p, b, q, accumulates, count.
  public var combine: @Sendable (Floats, Floats, Float, Floats, Float, Bool, Int) -> Void
  /// `d (+)= a * b`.
  public var multiply: @Sendable (Floats, Floats, Floats, Bool, Int) -> Void
  /// `d = max(a, 0)`.
  public var rectify: @Sendable (Floats, Floats, Int) -> Void
  /// `d (+)= g where y > 0, else 0`; the arguments are d, g, y, accumulates, count.
  public var mask: @Sendable (Floats, Floats, Floats, Bool, Int) -> Void
  /// `d (+)= factor * a * s`, s one vector of 16 for every pixel; the arguments are d, a, s, factor, accumulates, pixels.
  public var scaleChannels: @Sendable (Floats, Floats, Floats, Float, Bool, Int) -> Void
  /// `d (+)= factor * s` at every pixel, s one vector of 16; the arguments are d, s, factor, accumulates, pixels.
  public var fillChannels: @Sendable (Floats, Floats, Float, Bool, Int) -> Void
  /// The sum over pixels of `a`, one vector of 16.
  public var sumChannels: @Sendable (Floats, Floats, Int) -> Void
  /// The sum over pixels of `a * b`, one vector of 16.
  public var dotChannels: @Sendable (Floats, Floats, Floats, Int) -> Void
  /// `d = the sum of parts`; the arguments are d, first part, scalars from one part to the next, parts, count.
  public var sumParts: @Sendable (Floats, Floats, Int, Int, Int) -> Void
  /// One step of AdamW: weights, gradient, first and second moment, count.
  public var adam:
    @Sendable (UnsafePointer<AdamStep>, Floats, UnsafePointer<Float>, Floats, Floats, Int) -> Void
  /// Rows of pixels in double precision.
  public var planes: PlaneKernels
  /// Rounds of multiply-adds on registers alone, memory for two vectors: what a core can do at most.
  public var peakRounds: @Sendable (Int, Floats) -> Void
  /// The multiply-adds of one such round.
  public var peakMultiplyAdds: Int

  public init(
    name: String,
    winograd: @escaping @Sendable (UnsafePointer<WinogradTask>, Int, Int, Int, Floats) -> Void,
    winogradGradient:
      @escaping @Sendable (UnsafePointer<WinogradGradientTask>, Int, Int, Floats, Floats) -> Void,
    transformTiles:
      @escaping @Sendable (UnsafePointer<BlockedImage>, Int, Int, Int, Floats, Floats) -> Void,
    transformGradientTiles:
      @escaping @Sendable (UnsafePointer<BlockedImage>, Int, Int, Int, Floats, Floats) -> Void,
    multiplyPoint: @escaping @Sendable (UnsafePointer<WinogradStage>, Int, Int, Int) -> Void,
    restoreTiles:
      @escaping @Sendable (UnsafePointer<WinogradTask>, Int, Int, Int, Floats, Floats) -> Void,
    outerPoint:
      @escaping @Sendable (UnsafePointer<WinogradStage>, Int, Int, Int, Floats) -> Void,
    transformWeights: @escaping @Sendable (Floats, Bool, Floats, Int, Int) -> Void,
    restoreWeights: @escaping @Sendable (Floats, Int, Int, Floats) -> Void,
    pointwise: @escaping @Sendable (UnsafePointer<PointwiseTask>, Int, Int, Int, Floats) -> Void,
    pointwiseGradient:
      @escaping @Sendable (UnsafePointer<PointwiseGradientTask>, Int, Int, Int, Floats, Floats) ->
      Void,
    spread: @escaping @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats) -> Void,
    gather: @escaping @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats) -> Void,
    correlate:
      @escaping @Sendable (UnsafePointer<PlanarTask>, Int, Int, Int, Floats, Floats) -> Void,
    depthwise: @escaping @Sendable (UnsafePointer<DepthwiseTask>, Int, Int, Floats) -> Void,
    depthwiseGradient:
      @escaping @Sendable (UnsafePointer<DepthwiseTask>, Int, Int, Floats, Floats) -> Void,
    normalize: @escaping @Sendable (UnsafePointer<NormalizationTask>, Int, Int, Int) -> Void,
    normalizeGradient:
      @escaping @Sendable (UnsafePointer<NormalizationGradientTask>, Int, Int, Int, Floats) -> Void,
    maximumPool:
      @escaping @Sendable (UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>, Int, Int) ->
      Void,
    maximumPoolGradient:
      @escaping @Sendable (
        UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>, UnsafePointer<BlockedImage>,
        UnsafePointer<BlockedImage>, Bool, Int, Int
      ) -> Void,
    spatialGate:
      @escaping @Sendable (UnsafePointer<SpatialGateTask>, Int, Int, Floats) -> Void,
    spatialGateGradient:
      @escaping @Sendable (UnsafePointer<SpatialGateTask>, Int, Int, Floats, Floats) -> Void,
    channelGate:
      @escaping @Sendable (UnsafePointer<ChannelGateTask>, Int, Int, Int, Floats) -> Void,
    channelGateGradient:
      @escaping @Sendable (UnsafePointer<ChannelGateTask>, Int, Int, Int, Floats, Floats, Floats) ->
      Void,
    combine: @escaping @Sendable (Floats, Floats, Float, Floats, Float, Bool, Int) -> Void,
    multiply: @escaping @Sendable (Floats, Floats, Floats, Bool, Int) -> Void,
    rectify: @escaping @Sendable (Floats, Floats, Int) -> Void,
    mask: @escaping @Sendable (Floats, Floats, Floats, Bool, Int) -> Void,
    scaleChannels: @escaping @Sendable (Floats, Floats, Floats, Float, Bool, Int) -> Void,
    fillChannels: @escaping @Sendable (Floats, Floats, Float, Bool, Int) -> Void,
    sumChannels: @escaping @Sendable (Floats, Floats, Int) -> Void,
    dotChannels: @escaping @Sendable (Floats, Floats, Floats, Int) -> Void,
    sumParts: @escaping @Sendable (Floats, Floats, Int, Int, Int) -> Void,
    adam:
      @escaping @Sendable (
        UnsafePointer<AdamStep>, Floats, UnsafePointer<Float>, Floats, Floats, Int
      ) -> Void,
    planes: PlaneKernels,
    peakRounds: @escaping @Sendable (Int, Floats) -> Void, peakMultiplyAdds: Int
  ) {
    self.name = name
    self.winograd = winograd
    self.winogradGradient = winogradGradient
    self.transformTiles = transformTiles
    self.transformGradientTiles = transformGradientTiles
    self.multiplyPoint = multiplyPoint
    self.restoreTiles = restoreTiles
    self.outerPoint = outerPoint
    self.transformWeights = transformWeights
    self.restoreWeights = restoreWeights
    self.pointwise = pointwise
    self.pointwiseGradient = pointwiseGradient
    self.spread = spread
    self.gather = gather
    self.correlate = correlate
    self.depthwise = depthwise
    self.depthwiseGradient = depthwiseGradient
    self.normalize = normalize
    self.normalizeGradient = normalizeGradient
    self.maximumPool = maximumPool
    self.maximumPoolGradient = maximumPoolGradient
    self.spatialGate = spatialGate
    self.spatialGateGradient = spatialGateGradient
    self.channelGate = channelGate
    self.channelGateGradient = channelGateGradient
    self.combine = combine
    self.multiply = multiply
    self.rectify = rectify
    self.mask = mask
    self.scaleChannels = scaleChannels
    self.fillChannels = fillChannels
    self.sumChannels = sumChannels
    self.dotChannels = dotChannels
    self.sumParts = sumParts
    self.adam = adam
    self.planes = planes
    self.peakRounds = peakRounds
    self.peakMultiplyAdds = peakMultiplyAdds
  }
}
