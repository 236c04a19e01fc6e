internal import KernelTable
internal import Kernels
internal import Tensors

/// A tensor inside a plan: its activation, its gradient, and the layout that both have.
final class PlanValue {
  let shape: Shape
  let isPlanar: Bool
  /// Whether a parameter lies behind it.
  var needsGradient = false
  /// Whether it is a ReLU's result, so that its gradient has to be masked before its producer uses it.
  var isRectified = false
  /// Whether the last writer of the gradient masks it.
  var arrivesMasked = false
  private(set) var activation: Region
  private(set) var gradient: Region

  /// A part of a buffer.
  struct Region {
    var buffer: PlanBuffer
    var offset = 0
    var batchStride: Int
  }

  init(_ shape: Shape) {
    precondition(shape.rank == 4, "a plan's values are images, not \(shape)")
    self.shape = shape
    isPlanar = Image.isPlanar(channels: shape.channels)
    let channels = isPlanar ? shape.channels : roundUp(shape.channels, to: 16)
    let stride = channels * shape.height * shape.width
    activation = Region(
      buffer: PlanBuffer(scalars: shape.batch * stride), batchStride: stride)
    gradient = Region(buffer: PlanBuffer(scalars: shape.batch * stride), batchStride: stride)
  }

  /// Blocks of 16 channels.
  var blocks: Int { (shape.channels + 15) / 16 }
  var pixels: Int { shape.height * shape.width }

  /// Makes this value a part of another, from a block of channels on: a concatenation without a copy.
  func become(partOf whole: PlanValue, fromBlock block: Int) {
    let offset = block * 16 * pixels
    activation = Region(
      buffer: whole.activation.buffer, offset: whole.activation.offset + offset,
      batchStride: whole.activation.batchStride)
    gradient = Region(
      buffer: whole.gradient.buffer, offset: whole.gradient.offset + offset,
      batchStride: whole.gradient.batchStride)
  }

  /// The activation in memory; valid once the plan has memory.
  var image: Image { image(activation) }
  /// The gradient in memory; valid once the plan has memory.
  var gradientImage: Image { image(gradient) }

  private func image(_ region: Region) -> Image {
    guard let base = region.buffer.pointer else { preconditionFailure("a plan without memory") }
    if isPlanar {
      return .planar(
        PlanarImage(
          pointer: base + region.offset, batch: shape.batch, channels: shape.channels,
          height: shape.height, width: shape.width))
    }
    return .blocked(
      BlockedImage(
        pointer: base + region.offset, batchStride: region.batchStride, batch: shape.batch,
        blocks: blocks, height: shape.height, width: shape.width))
  }

  /// Calls `body` in parallel with the batch entry, the scalars from its start, and how many, for spans of whole vectors.
  func forEachSpan(
    _ context: KernelContext, _ body: (_ entry: Int, _ from: Int, _ count: Int) -> Void
  ) {
    let entries = isPlanar ? 1 : shape.batch
    let length = isPlanar ? roundUp(shape.count, to: 16) : blocks * 16 * pixels
    let span = 16384
    let parts = (length + span - 1) / span
    context.run(entries * parts) { index, _ in
      let from = index % parts * span
      body(index / parts, from, min(span, length - from))
    }
  }

  /// Calls `body` in parallel with the batch entry, the block and a range of pixels; `index` numbers the calls.
  func forEachPart(
    _ context: KernelContext,
    _ body: (_ index: Int, _ entry: Int, _ block: Int, _ first: Int, _ count: Int) -> Void
  ) {
    let parts = partsPerBlock
    context.run(shape.batch * blocks * parts) { index, _ in
      let first = index % parts * Self.pixelsPerPart
      body(
        index, index / parts / blocks, index / parts % blocks, first,
        min(Self.pixelsPerPart, pixels - first))
    }
  }

  static let pixelsPerPart = 2048
  /// Parts that ``forEachPart(_:_:)`` makes of one block.
  var partsPerBlock: Int { (pixels + Self.pixelsPerPart - 1) / Self.pixelsPerPart }
}
