internal import KernelTable

/// The transforms of F(4x4, 3x3) on the weights' side: weights on their way to the kernels, gradients on their way back.
struct WinogradWeights {
  var context: KernelContext
  var geometry: WeightGeometry

  /// The scalars of transformed weights, and of the sums of their gradients.
  var scalars: Int {
    TransformedWeights.scalars(
      inputBlocks: geometry.inputBlocks, outputBlocks: geometry.outputBlocks)
  }
  private var pointStride: Int { scalars / 36 }

  /// Transforms weights and lays them out `(36, panel, input, output in panel)`.
  func pack(_ weights: Floats, rotated: Bool, into result: Floats) {
    let (inputs, blocks) = (16 * geometry.inputBlocks, geometry.outputBlocks)
    forEachBlock { inputBlock, block, taps in
      geometry.gather(weights, inputBlock: inputBlock, outputBlock: block, into: taps)
      let place = {
        panelOffset(outputBlock: block, outputBlocks: blocks, input: $0, inputs: inputs)
      }
      let first = place(inputBlock * 16)
      context.kernels.transformWeights(
        taps, rotated, result + first, pointStride, place(inputBlock * 16 + 1) - first)
    }
  }

  /// Adds the gradients that the sums `(36, input, output)` stand for.
  func unpack(_ sums: Floats, to gradients: Floats) {
    let blocks = geometry.outputBlocks
    forEachBlock { inputBlock, block, taps in
      context.kernels.restoreWeights(
        sums + (inputBlock * 16 * blocks + block) * 16, pointStride, blocks * 16, taps)
      geometry.scatter(taps, inputBlock: inputBlock, outputBlock: block, to: gradients)
    }
  }

  /// Calls `body` for each pair of blocks, with memory for the weights between them.
  private func forEachBlock(_ body: (_ inputBlock: Int, _ block: Int, _ taps: Floats) -> Void) {
    let blocks = geometry.outputBlocks
    context.run(blocks * geometry.inputBlocks) { index, _ in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: geometry.blockScalars) {
        guard let taps = $0.baseAddress else { return }
        body(index / blocks, index % blocks, taps)
      }
    }
  }
}
