public import KernelTable

/// NAFNet's block, and its gradient, in two passes each around the mean over the frame.
///
/// Chen et al., "Simple Baselines for Image Restoration", 2022, https://arxiv.org/abs/2204.04676. Channels are a multiple
/// of 16. Between the passes the attention is folded into the weights of the second one, one set a batch entry. The
/// backward pass keeps the source and the gated image only and computes the rest again.
public final class GatedBlockKernel {
  let context: KernelContext
  let channels: Int
  let batch: Int
  let pixels: Int
  let epsilon: Float
  let memory: GatedBlockMemory
  /// The 1x1 convolution of the means: an image of one pixel a batch entry.
  let attention: PointwiseKernel
  let grid: TileGrid
  /// The backward pass's own tiles and work split; nothing where there is none.
  let gradientPlan: GatedBlockGradientPlan?
  private let pixelsPerPart: Int

  /// Prepares for images of one size.
  public init(
    _ context: KernelContext, channels: Int, batch: Int, height: Int, width: Int, epsilon: Float,
    differentiates: Bool
  ) {
    precondition(channels.isMultiple(of: 16), "\(channels) channels are no whole blocks of 16")
    self.context = context
    self.channels = channels
    self.batch = batch
    self.epsilon = epsilon
    pixels = height * width
    memory = GatedBlockMemory(channels: channels, batch: batch, differentiates: differentiates)
    attention = PointwiseKernel(
      context, form: .plain,
      geometry: .convolution(inputs: channels, outputs: channels, taps: 1), batch: 1,
      gridHeight: 1, gridWidth: batch, differentiates: differentiates, keepsWeights: true)
    grid = TileGrid(fitting: channels, batch: batch, height: height, width: width, halo: 1)
    pixelsPerPart = channels <= 64 ? 384 : 96
    let square = channels * channels
    let sums = batch * grid.count * grid.steps * channels
    context.reserve(
      worker: max(grid.scratch(channels: channels, width: width), 128 + 576 * channels),
      shared: square + max(sums, batch * square))
    gradientPlan =
      differentiates
      ? GatedBlockGradientPlan(
        context, channels: channels, batch: batch, height: height, width: width) : nil
  }

  /// Scalars of packed weights and of what is kept for the backward pass.
  public var packedScalars: Int { memory.scalars + attention.packedScalars }

  /// The multiply-adds of the forward pass: two 1x1 convolutions to twice the channels and two back, one 3x3 a channel.
  public var multiplyAdds: Int { batch * pixels * channels * (6 * channels + 18) }

  /// Packs weights for both directions.
  public func pack(_ parameters: GatedBlockParameters<Floats>) {
    let m = memory
    m.expansion.pack(
      parameters.expansion1.weight, bias: parameters.expansion1.bias,
      scale: parameters.norm1.weight, shift: parameters.norm1.bias, factor: nil,
      into: m.expansion1, bias: m.expansion1Bias, back: m.expansion1Back, context)
    m.expansion.pack(
      parameters.expansion2.weight, bias: parameters.expansion2.bias,
      scale: parameters.norm2.weight, shift: parameters.norm2.bias, factor: nil,
      into: m.expansion2, bias: m.expansion2Bias, back: m.expansion2Back, context)
    m.projection.pack(
      parameters.projection1.weight, bias: parameters.projection1.bias, scale: nil, shift: nil,
      factor: parameters.beta, into: m.projection1, bias: m.projection1Bias,
      back: m.projection1Back, context)
    m.projection.pack(
      parameters.projection2.weight, bias: parameters.projection2.bias, scale: nil, shift: nil,
      factor: parameters.gamma, into: m.projection2, bias: m.projection2Bias,
      back: m.projection2Back, context)
    attention.pack(parameters.attention.weight)
    m.attentionBias.update(from: parameters.attention.bias, count: channels)
    for block in 0..<(channels / 8) {
      let channel = m.expansion.channel(ofBlock: block)
      for lane in 0..<16 {
        m.depthBias[16 * block + lane] = parameters.depthwise.bias[channel + lane]
        for tap in 0..<9 {
          let value = parameters.depthwise.weight[(channel + lane) * 9 + tap]
          m.depth[144 * block + 16 * tap + lane] = value
          m.depthBack?[144 * block + 16 * (8 - tap) + lane] = value
        }
      }
    }
  }

  /// Computes the block; the gated image may be the destination where nobody needs it afterwards.
  public func forward(source: BlockedImage, gated: BlockedImage, destination: BlockedImage) {
    // The attention's own kernel may use the beginning of the shared scratch.
    let shared = context.shared + channels * channels
    let task = spatialTask(source: source, gated: gated, grid: grid, sums: shared)
    withUnsafePointer(to: task) { task in
      context.run(batch * grid.count) { index, scratch in
        context.kernels.spatialGate(task, index / grid.count, index % grid.count, scratch)
      }
    }
    average(shared)
    var epilogue = Epilogue()
    epilogue.bias = memory.attentionBias
    attention.forward(
      source: .blocked(memory.means), destination: .blocked(memory.factors), epilogue: epilogue)
    fold(into: shared, back: nil)
    let second = channelTask(source: source, gated: gated, destination: destination, mixing: shared)
    let parts = (pixels + pixelsPerPart - 1) / pixelsPerPart
    withUnsafePointer(to: second) { task in
      context.run(batch * parts) { index, scratch in
        let first = index % parts * pixelsPerPart
        context.kernels.channelGate(
          task, index / parts, first, min(pixelsPerPart, pixels - first), scratch)
      }
    }
  }

  func spatialTask(
    source: BlockedImage, gated: BlockedImage, grid: TileGrid, sums: Floats
  ) -> SpatialGateTask {
    SpatialGateTask(
      source: source, gated: gated, grid: grid, epsilon: epsilon, expansion: memory.expansion1,
      expansionBias: memory.expansion1Bias, depth: memory.depth, depthBias: memory.depthBias,
      sums: sums)
  }

  func channelTask(
    source: BlockedImage, gated: BlockedImage, destination: BlockedImage, mixing: Floats
  ) -> ChannelGateTask {
    ChannelGateTask(
      source: source, gated: gated, destination: destination, epsilon: epsilon, mixing: mixing,
      mixingStride: channels * channels, mixingBias: memory.projection1Bias,
      expansion: memory.expansion2, expansionBias: memory.expansion2Bias,
      projection: memory.projection2, projectionBias: memory.projection2Bias)
  }

  /// Adds the steps' sums, each of at most 2,048 pixels in float32, to the means, in double precision.
  private func average(_ sums: Floats) {
    let parts = grid.count * grid.steps
    for entry in 0..<batch {
      for channel in 0..<channels {
        var sum = 0.0
        for part in 0..<parts {
          sum += Double(sums[(entry * parts + part) * channels + channel])
        }
        memory.means.pointer[(channel / 16 * batch + entry) * 16 + channel % 16] = Float(
          sum / Double(pixels))
      }
    }
  }

  /// Multiplies the first projection's weights by each batch entry's attention.
  func fold(into mixing: Floats, back: Floats?) {
    let blocks = channels / 16
    let square = channels * channels
    context.run(batch * blocks) { index, _ in
      let (entry, block) = (index / blocks, index % blocks)
      let factors = load(memory.factors.pointer + (block * batch + entry) * 16)
      // Rows of inputs forward, columns of outputs backward: both are the gated image's channels.
      for output in 0..<blocks {
        for lane in 0..<16 {
          let place = panelOffset(
            outputBlock: output, outputBlocks: blocks, input: 16 * block + lane, inputs: channels)
          store(
            load(memory.projection1 + place) * factors[lane], at: mixing + (entry * square + place))
        }
      }
      guard let back, let source = memory.projection1Back else { return }
      for input in 0..<channels {
        let place = panelOffset(
          outputBlock: block, outputBlocks: blocks, input: input, inputs: channels)
        store(load(source + place) * factors, at: back + (entry * square + place))
      }
    }
  }
}
