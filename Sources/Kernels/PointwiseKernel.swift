public import KernelTable

/// Convolutions whose windows do not overlap, between blocked images: 1x1, 2x2 with stride 2, and 2x2 transposed.
public final class PointwiseKernel: ConvolutionKernel {
  /// What one grid pixel reads and writes.
  public enum Form: Sendable {
    /// One pixel to one pixel.
    case plain
    /// 2x2 pixels to one.
    case reducing
    /// One pixel to 2x2.
    case enlarging
  }

  private let context: KernelContext
  private let geometry: WeightGeometry
  private let form: Form
  private let batch: Int
  private let pixels: Int
  private let weights: PackedWeights
  private let pixelsPerPart: Int
  private let chunksPerEntry: Int
  private let entriesPerChunk: Int

  /// Prepares for a grid (the coarser image) of one size.
  ///
  /// `keepsWeights` leaves the shared scratch to the caller while the kernel runs forward or computes the data gradient.
  public init(
    _ context: KernelContext, form: Form, geometry: WeightGeometry, batch: Int, gridHeight: Int,
    gridWidth: Int, differentiates: Bool, keepsWeights: Bool = false
  ) {
    self.context = context
    self.form = form
    self.geometry = geometry
    self.batch = batch
    pixels = gridHeight * gridWidth
    pixelsPerPart = min(roundUp(pixels, to: 12), 96)
    let packed = geometry.taps * 256 * geometry.inputBlocks * geometry.outputBlocks
    weights = PackedWeights(
      context, scalars: packed, differentiates: differentiates, keeps: keepsWeights
    ) {
      Self.pack(
        $0, $1 ? geometry.reversed : geometry,
        gathers: form == ($1 ? .enlarging : .reducing), context, into: $2)
    }
    // At most about eight accumulators, fixed by the geometry alone.
    chunksPerEntry = batch >= 8 ? 1 : max(1, min(8 / batch, pixels / 512))
    entriesPerChunk = (batch + 7) / 8
    let rows = 16 * geometry.taps * (geometry.inputBlocks + geometry.outputBlocks)
    let chunks = chunksPerEntry * ((batch + entriesPerChunk - 1) / entriesPerChunk)
    context.reserve(
      worker: pixelsPerPart * rows, shared: differentiates ? packed * max(1, chunks) : 0)
    if differentiates {
      context.reserve(
        shared: KernelContext.channelSumScratch(batch: batch, channels: geometry.outputs))
    }
  }

  public var packedScalars: Int { weights.keptScalars }

  public var multiplyAdds: Int { batch * pixels * weights.scalars }

  public func pack(_ weights: Floats) { self.weights.load(weights) }

  public func forward(source: Image, destination: Image, epilogue: Epilogue) {
    multiply(
      PointwiseTask(
        source: source.blocked, destination: destination.blocked,
        sourceStep: form == .reducing ? 2 : 1, destinationStep: form == .enlarging ? 2 : 1,
        weights: weights.forward(), epilogue: epilogue))
  }

  public func dataGradient(gradient: Image, sourceGradient: Image, epilogue: Epilogue) {
    multiply(
      PointwiseTask(
        source: gradient.blocked, destination: sourceGradient.blocked,
        sourceStep: form == .enlarging ? 2 : 1, destinationStep: form == .reducing ? 2 : 1,
        weights: weights.backward(), epilogue: epilogue))
  }

  private func multiply(_ task: PointwiseTask) {
    let parts = (pixels + pixelsPerPart - 1) / pixelsPerPart
    withUnsafePointer(to: task) { task in
      context.run(parts * batch) { index, scratch in
        let first = index % parts * pixelsPerPart
        context.kernels.pointwise(
          task, index / parts, first, min(pixelsPerPart, pixels - first), scratch)
      }
    }
  }

  public func weightGradient(source: Image, gradient: Image, result: Floats, bias: Floats?) {
    if let bias { context.addChannelSums(of: gradient, channels: geometry.outputs, to: bias) }
    let task = PointwiseGradientTask(
      source: source.blocked, gradient: gradient.blocked, sourceStep: form == .reducing ? 2 : 1,
      gradientStep: form == .enlarging ? 2 : 1)
    let packed = weights.scalars
    let shared = context.shared
    let groups = (batch + entriesPerChunk - 1) / entriesPerChunk
    let chunks = groups * chunksPerEntry
    withUnsafePointer(to: task) { task in
      context.run(chunks) { chunk, scratch in
        let accumulator = shared + chunk * packed
        accumulator.update(repeating: 0, count: packed)
        let (group, part) = (chunk / chunksPerEntry, chunk % chunksPerEntry)
        let end = pixels * (part + 1) / chunksPerEntry
        for entry in (group * entriesPerChunk)..<min(batch, (group + 1) * entriesPerChunk) {
          var first = pixels * part / chunksPerEntry
          while first < end {
            let count = min(pixelsPerPart, end - first)
            context.kernels.pointwiseGradient(task, entry, first, count, scratch, accumulator)
            first += count
          }
        }
      }
    }
    context.addParts(shared, scalars: packed, count: chunks)
    addSums(shared, to: result)
  }

  /// Adds `(tap and input, tap and output)` sums to the weights' gradients.
  private func addSums(_ sums: Floats, to result: Floats) {
    let (inputs, blocks) = (16 * geometry.inputBlocks, geometry.outputBlocks)
    context.run(geometry.taps * geometry.inputBlocks) { index, _ in
      let (tap, first) = (index / geometry.inputBlocks, index % geometry.inputBlocks * 16)
      for input in first..<(first + 16) {
        for block in 0..<blocks {
          let row = form == .reducing ? tap * inputs + input : input
          let column = form == .enlarging ? tap * blocks + block : block
          let columns = form == .enlarging ? geometry.taps * blocks : blocks
          geometry.add(
            load(sums + (row * columns + column) * 16), to: result, input: input,
            outputBlock: block, tap: tap)
        }
      }
    }
  }

  /// Lays weights out `(panel, tap and input, output in panel)` where taps are gathered, else `(panel of taps and outputs,
  /// input, output in panel)`.
  private static func pack(
    _ weights: Floats, _ geometry: WeightGeometry, gathers: Bool, _ context: KernelContext,
    into result: Floats
  ) {
    let (inputs, blocks, taps) = (16 * geometry.inputBlocks, geometry.outputBlocks, geometry.taps)
    context.run(taps * blocks) { index, _ in
      let (tap, block) = (index / blocks, index % blocks)
      for input in 0..<inputs {
        let offset =
          gathers
          ? panelOffset(
            outputBlock: block, outputBlocks: blocks, input: tap * inputs + input,
            inputs: taps * inputs)
          : panelOffset(
            outputBlock: tap * blocks + block, outputBlocks: taps * blocks, input: input,
            inputs: inputs)
        store(
          geometry.vector(weights, input: input, outputBlock: block, tap: tap),
          at: result + offset)
      }
    }
  }
}
