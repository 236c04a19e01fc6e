public import KernelTable

/// 3x3 convolutions, stride 1 and zero padding 1, between blocked images: Winograd F(4x4, 3x3), and F(3x3, 4x4) for the
/// weight gradient.
///
/// Where the transformed weights fit in a core's cache, parts of the image are transformed, multiplied and restored one by
/// one. Where they do not, many tiles go through each stage together, so that the weights are read once for all of them.
/// A tile's arithmetic is the same either way.
public final class WinogradKernel: ConvolutionKernel {
  private let context: KernelContext
  private let geometry: WeightGeometry
  private let tiles: Int
  private let tilesPerPart: Int
  /// Tiles that go through the stages together; nothing where parts are independent.
  private let tilesPerStage: Int?
  private let weights: PackedWeights
  private let gradient: WinogradWeightGradient?

  /// Transformed weights of this many scalars and fewer stay in a core's second-level cache beside what they work on.
  private static let cachedWeights = 36 * 96 * 96
  /// The transformed tiles of one stage take about this many scalars; fewer where everything is kept for the gradient.
  private static let stageScalars = (inference: 3 << 20, training: 3 << 19)
  /// Output blocks of one product of a stage.
  private static let blocksPerProduct = 4

  /// Prepares for images of one size; `differentiates` prepares for both gradients too.
  public init(
    _ context: KernelContext, geometry: WeightGeometry, batch: Int, height: Int, width: Int,
    differentiates: Bool
  ) {
    self.context = context
    self.geometry = geometry
    tiles = batch * ((height + 3) / 4) * ((width + 3) / 4)
    let channels = 16 * (geometry.inputBlocks + geometry.outputBlocks)
    // Transformed inputs and products should stay in the second-level cache, beside the weights.
    tilesPerPart = min(roundUp(tiles, to: 12), channels <= 64 ? 48 : 24)
    let forward = WinogradWeights(context: context, geometry: geometry)
    let scalars = forward.scalars
    if scalars > Self.cachedWeights {
      let stageScalars = differentiates ? Self.stageScalars.training : Self.stageScalars.inference
      let stages = max(1, tiles * 36 * channels / stageScalars)
      tilesPerStage = roundUp((tiles + stages - 1) / stages, to: 12)
    } else {
      tilesPerStage = nil
    }
    let backward = WinogradWeights(context: context, geometry: geometry.reversed)
    weights = PackedWeights(context, scalars: scalars, differentiates: differentiates) {
      ($1 ? backward : forward).pack($0, rotated: $1, into: $2)
    }
    context.reserve(
      worker: WinogradTask.tileScratch
        + (tilesPerStage == nil ? geometry.transformedScalars(tiles: tilesPerPart) : 0),
      shared: weights.sharedScalars
        + (tilesPerStage.map { geometry.transformedScalars(tiles: $0) } ?? 0))
    gradient =
      differentiates
      ? WinogradWeightGradient(
        forward, tiles: tiles, tilesPerPart: tilesPerPart, tilesPerStage: tilesPerStage) : nil
  }

  public var packedScalars: Int { weights.keptScalars }

  /// Of the products alone: 36 for the 144 of direct convolution. The transforms only add.
  public var multiplyAdds: Int { 36 * tiles * 256 * geometry.inputBlocks * geometry.outputBlocks }

  public func pack(_ weights: Floats) { self.weights.load(weights) }

  public func forward(source: Image, destination: Image, epilogue: Epilogue) {
    convolve(source, destination, weights.forward(), epilogue)
  }

  public func dataGradient(gradient: Image, sourceGradient: Image, epilogue: Epilogue) {
    convolve(gradient, sourceGradient, weights.backward(), epilogue)
  }

  public func weightGradient(source: Image, gradient: Image, result: Floats, bias: Floats?) {
    guard let kernel = self.gradient else { preconditionFailure("made for inference only") }
    kernel.add(source: source.blocked, gradient: gradient.blocked, to: result, bias: bias)
  }

  private func convolve(
    _ source: Image, _ destination: Image, _ weights: Floats, _ epilogue: Epilogue
  ) {
    let task = WinogradTask(
      source: source.blocked, destination: destination.blocked, weights: weights,
      epilogue: epilogue)
    if let tilesPerStage {
      convolve(task, tilesPerStage: tilesPerStage)
    } else {
      convolveParts(task)
    }
  }

  /// A worker goes through some parts in a row, since it fetches ahead from one to the next.
  private func convolveParts(_ task: WinogradTask) {
    let parts = (tiles + tilesPerPart - 1) / tilesPerPart
    let run = tilesPerPart * max(1, min(16, parts / (8 * context.workers)))
    withUnsafePointer(to: task) { task in
      context.run((tiles + run - 1) / run) { index, scratch in
        let first = index * run
        context.kernels.winograd(task, first, min(run, tiles - first), tilesPerPart, scratch)
      }
    }
  }

  private func convolve(_ task: WinogradTask, tilesPerStage capacity: Int) {
    let inputs = context.shared + weights.sharedScalars
    let outputs =
      inputs + TransformedTiles.scalars(blocks: task.source.blocks, tiles: capacity)
    var stage = WinogradStage(
      inputs: inputs, inputBlocks: task.source.blocks, outputs: outputs,
      outputBlocks: task.destination.blocks, tiles: 0, capacity: capacity, weights: task.weights)
    let kernels = context.kernels
    let groups = (stage.outputBlocks + Self.blocksPerProduct - 1) / Self.blocksPerProduct
    for start in stride(from: 0, to: tiles, by: capacity) {
      stage.tiles = min(capacity, tiles - start)
      let source = task.source
      withUnsafePointer(to: source) { source in
        context.runTiles(stage.tiles, tilesPerPart) { first, count, scratch in
          kernels.transformTiles(
            source, start + first, count, capacity, scratch, inputs + first * 16)
        }
      }
      withUnsafePointer(to: stage) { stage in
        context.run(36 * groups) { index, _ in
          let block = index % groups * Self.blocksPerProduct
          kernels.multiplyPoint(
            stage, index / groups, block,
            min(Self.blocksPerProduct, stage.pointee.outputBlocks - block))
        }
      }
      withUnsafePointer(to: task) { task in
        context.runTiles(stage.tiles, tilesPerPart) { first, count, scratch in
          kernels.restoreTiles(
            task, start + first, count, capacity, scratch, outputs + first * 16)
        }
      }
    }
  }
}

extension WeightGeometry {
  /// Scalars of some transformed tiles of a source and of as many of a destination.
  func transformedScalars(tiles: Int) -> Int {
    TransformedTiles.scalars(blocks: inputBlocks, tiles: tiles)
      + TransformedTiles.scalars(blocks: outputBlocks, tiles: tiles)
  }
}

extension KernelContext {
  /// Runs parts of a range of tiles.
  func runTiles(
    _ tiles: Int, _ perPart: Int, _ body: (_ first: Int, _ count: Int, _ scratch: Floats) -> Void
  ) {
    run((tiles + perPart - 1) / perPart) { index, scratch in
      body(index * perPart, min(perPart, tiles - index * perPart), scratch)
    }
  }
}
