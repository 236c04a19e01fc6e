internal import KernelTable

/// The weight gradient of a 3x3 convolution by Winograd F(3x3, 4x4).
///
/// Few weights and many tiles: each chunk of tiles adds to sums of its own, and the sums are added in order. Many weights:
/// tiles go through the transform together, and all weights are summed over them one point after the other, so that what a
/// point reads stays in a core's cache.
struct WinogradWeightGradient {
  private let weights: WinogradWeights
  private let tiles: Int
  private let tilesPerPart: Int
  private let tilesPerStage: Int?
  private let chunks: Int
  private var context: KernelContext { weights.context }
  private var geometry: WeightGeometry { weights.geometry }

  /// The transformed tiles of one part take about this many scalars: half of a second-level cache.
  private static let partScalars = 280_000
  /// Input blocks that a worker sums in a row.
  private static let blocksPerSum = 8

  init(_ weights: WinogradWeights, tiles: Int, tilesPerPart: Int, tilesPerStage: Int?) {
    self.weights = weights
    self.tiles = tiles
    self.tilesPerStage = tilesPerStage
    // A power of two, so that two, four or eight threads have the same amount to do.
    chunks = tiles >= 768 ? 8 : tiles >= 384 ? 4 : tiles >= 192 ? 2 : 1
    let geometry = weights.geometry
    let channels = 16 * (geometry.inputBlocks + geometry.outputBlocks)
    // The more tiles at once, the more rarely the sums pass through the cache, which the tiles must fit in as well.
    self.tilesPerPart =
      tilesPerStage == nil
      ? max(tilesPerPart, min(roundUp(tiles, to: 12), Self.partScalars / (36 * channels)))
      : tilesPerPart
    if let tilesPerStage {
      weights.context.reserve(
        worker: WinogradTask.tileScratch,
        shared: geometry.transformedScalars(tiles: tilesPerStage) + sumScalars)
    } else {
      weights.context.reserve(
        worker: WinogradTask.tileScratch
          + geometry.transformedScalars(tiles: self.tilesPerPart),
        shared: chunks * sumScalars)
    }
  }

  /// The scalars of sums: of the weights' gradients, transformed, and of the biases'.
  private var sumScalars: Int { weights.scalars + 16 * geometry.outputBlocks }

  /// Adds the gradient to `result`, in the layout of the weights, and the sums of the gradient's channels to `bias`.
  func add(source: BlockedImage, gradient: BlockedImage, to result: Floats, bias: Floats?) {
    if let tilesPerStage {
      addStages(source, gradient, tilesPerStage, to: result, bias)
    } else {
      addChunks(source, gradient, to: result, bias)
    }
  }

  /// The point at which a transformed gradient tile is the sum of its pixels, up to this factor.
  private static let sumPoint = (index: 7, factor: Float(36))

  /// Adds to `sums` the channels' sums of transformed gradient tiles at the point of sums, `blockStride` scalars a block.
  private func addPoint(_ tiles: Floats, _ blockStride: Int, count: Int, to sums: Floats) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) {
      guard let sum = $0.baseAddress else { return }
      for block in 0..<geometry.outputBlocks {
        context.kernels.sumChannels(sum, tiles + block * blockStride, count)
        for lane in 0..<16 { sums[block * 16 + lane] += sum[lane] }
      }
    }
  }

  /// Adds the sums to the gradients of the biases there are.
  private func add(_ sums: Floats, toBias bias: Floats) {
    for channel in 0..<geometry.outputs { bias[channel] += Self.sumPoint.factor * sums[channel] }
  }

  private func addChunks(
    _ source: BlockedImage, _ gradient: BlockedImage, to result: Floats, _ bias: Floats?
  ) {
    let task = WinogradGradientTask(source: source, gradient: gradient)
    let (shared, scalars) = (context.shared, weights.scalars)
    withUnsafePointer(to: task) { task in
      context.run(chunks) { chunk, scratch in
        let accumulator = shared + chunk * sumScalars
        accumulator.update(repeating: 0, count: sumScalars)
        var first = tiles * chunk / chunks
        let end = tiles * (chunk + 1) / chunks
        while first < end {
          let count = min(tilesPerPart, end - first)
          context.kernels.winogradGradient(task, first, count, scratch, accumulator)
          if bias != nil {
            let stride = TransformedTiles.pointStride(blocks: geometry.outputBlocks, tiles: count)
            let gradients =
              scratch + WinogradTask.tileScratch
              + TransformedTiles.scalars(blocks: geometry.inputBlocks, tiles: count)
            addPoint(
              gradients + Self.sumPoint.index * stride, count * 16, count: count,
              to: accumulator + scalars)
          }
          first += count
        }
      }
    }
    let point = scalars / 36
    context.run(36) { index, _ in
      context.kernels.sumParts(
        shared + index * point, shared + index * point, sumScalars, chunks, point)
    }
    if let bias {
      let sums = shared + scalars
      context.kernels.sumParts(sums, sums, sumScalars, chunks, 16 * geometry.outputBlocks)
      add(sums, toBias: bias)
    }
    weights.unpack(shared, to: result)
  }

  private func addStages(
    _ source: BlockedImage, _ gradient: BlockedImage, _ capacity: Int, to result: Floats,
    _ bias: Floats?
  ) {
    var stage = WinogradStage(
      inputs: context.shared, inputBlocks: geometry.inputBlocks,
      outputs: context.shared
        + TransformedTiles.scalars(blocks: geometry.inputBlocks, tiles: capacity),
      outputBlocks: geometry.outputBlocks, tiles: 0, capacity: capacity, weights: nil)
    let kernels = context.kernels
    let sums = context.shared + geometry.transformedScalars(tiles: capacity)
    let biasSums = sums + weights.scalars
    if bias != nil { biasSums.update(repeating: 0, count: 16 * geometry.outputBlocks) }
    let groups = (stage.inputBlocks + Self.blocksPerSum - 1) / Self.blocksPerSum
    for start in stride(from: 0, to: tiles, by: capacity) {
      stage.tiles = min(capacity, tiles - start)
      let (inputs, outputs) = (stage.inputs, stage.outputs)
      withUnsafePointer(to: source) { source in
        withUnsafePointer(to: gradient) { gradient in
          context.runTiles(stage.tiles, tilesPerPart) { first, count, scratch in
            kernels.transformTiles(
              source, start + first, count, capacity, scratch, inputs + first * 16)
            kernels.transformGradientTiles(
              gradient, start + first, count, capacity, scratch, outputs + first * 16)
          }
        }
      }
      if bias != nil {
        addPoint(
          outputs + Self.sumPoint.index * stage.outputStride, capacity * 16, count: stage.tiles,
          to: biasSums)
      }
      withUnsafePointer(to: stage) { stage in
        context.run(36 * groups) { index, _ in
          let (point, first) = (index / groups, index % groups * Self.blocksPerSum)
          let blocks = min(Self.blocksPerSum, stage.pointee.inputBlocks - first)
          let width = 256 * stage.pointee.outputBlocks
          let result = sums + (point * stage.pointee.weightStride + first * width)
          if start == 0 { result.update(repeating: 0, count: blocks * width) }
          kernels.outerPoint(stage, point, first, blocks, result)
        }
      }
    }
    if let bias { add(biasSums, toBias: bias) }
    weights.unpack(sums, to: result)
  }
}
