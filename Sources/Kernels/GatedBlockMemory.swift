internal import KernelTable

/// The packed weights of a ``GatedBlockKernel``, and the means and attention of its last forward pass.
final class GatedBlockMemory {
  /// `(2c, c)`, outputs in pairs of blocks.
  let expansion: FoldedMatrix
  /// `(c, c)`.
  let projection: FoldedMatrix
  let expansion1: Floats
  let expansion1Bias: Floats
  let expansion1Back: Floats?
  let depth: Floats
  let depthBias: Floats
  let depthBack: Floats?
  /// The branch's factor is folded in, the attention is not: that differs between batch entries.
  let projection1: Floats
  let projection1Bias: Floats
  let projection1Back: Floats?
  let expansion2: Floats
  let expansion2Bias: Floats
  let expansion2Back: Floats?
  let projection2: Floats
  let projection2Bias: Floats
  let projection2Back: Floats?
  let attentionBias: Floats
  /// The gated image's means, one pixel a batch entry; later the gradient that reaches them.
  let means: BlockedImage
  /// The attention of each batch entry, laid out like the means.
  let factors: BlockedImage
  private let memory: AlignedMemory

  var scalars: Int { memory.scalars }

  init(channels: Int, batch: Int, differentiates: Bool) {
    let square = channels * channels
    let depthScalars = 18 * channels
    let one = 6 * square + depthScalars + 8 * channels + channels
    let back = differentiates ? 6 * square + depthScalars : 0
    // Products read up to 11 rows past an image.
    let vectors = 2 * roundUp(batch, to: 12) * channels
    let memory = AlignedMemory(scalars: one + back + vectors)
    var free = memory.pointer
    func take(_ scalars: Int) -> Floats {
      defer { free += scalars }
      return free
    }
    func takeBack(_ scalars: Int) -> Floats? { differentiates ? take(scalars) : nil }
    expansion = FoldedMatrix(inputs: channels, outputs: 2 * channels, isPaired: true)
    projection = FoldedMatrix(inputs: channels, outputs: channels, isPaired: false)
    expansion1 = take(2 * square)
    expansion1Bias = take(2 * channels)
    expansion1Back = takeBack(2 * square)
    depth = take(depthScalars)
    depthBias = take(2 * channels)
    depthBack = takeBack(depthScalars)
    projection1 = take(square)
    projection1Bias = take(channels)
    projection1Back = takeBack(square)
    expansion2 = take(2 * square)
    expansion2Bias = take(2 * channels)
    expansion2Back = takeBack(2 * square)
    projection2 = take(square)
    projection2Bias = take(channels)
    projection2Back = takeBack(square)
    attentionBias = take(channels)
    func takeVectors() -> BlockedImage {
      BlockedImage(
        pointer: take(roundUp(batch, to: 12) * channels), batchStride: batch * channels, batch: 1,
        blocks: channels / 16, height: 1, width: batch)
    }
    means = takeVectors()
    factors = takeVectors()
    self.memory = memory
  }
}
