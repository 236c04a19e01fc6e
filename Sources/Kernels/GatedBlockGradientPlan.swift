internal import KernelTable

/// How the backward pass of a ``GatedBlockKernel`` is split, and where its sums lie in shared scratch.
///
/// Everything follows from the shape. A unit is work on one batch entry; groups of units in order share an accumulator.
struct GatedBlockGradientPlan {
  let grid: TileGrid
  /// Groups of tiles.
  let tileGroups: Int
  let tileUnits: Int
  /// Parts of a batch entry in the second pass.
  let parts: Int
  let partUnits: Int
  let partGroups: Int
  /// Scalars of the accumulators: the first pass's, the second's shared one, and the one of each unit.
  let spatialScalars: Int
  let channelScalars: Int
  let ownScalars: Int
  /// Offsets in shared scratch.
  let mixing: Int
  let mixingBack: Int
  let own: Int
  let sums: Int

  init(_ context: KernelContext, channels: Int, batch: Int, height: Int, width: Int) {
    let square = channels * channels
    grid = TileGrid(fitting: channels, batch: batch, height: height, width: width, halo: 2)
    tileUnits = batch * grid.count
    // Accumulators of many channels cost more than the work on a small image.
    let most = channels >= 256 ? 4 : 8
    tileGroups = min(tileUnits, most)
    parts = batch >= 8 ? 1 : max(1, min(8 / batch, height * width / 512))
    partUnits = batch * parts
    partGroups = min(partUnits, most)
    spatialScalars = 2 * square + 2 * channels + 20 * channels
    channelScalars = 3 * square + 3 * channels
    ownScalars = square + channels
    // The attention's own kernel may use the beginning.
    mixing = square
    mixingBack = mixing + batch * square
    own = mixingBack + batch * square
    sums = own + partUnits * ownScalars
    let total = sums + max(tileGroups * spatialScalars, partGroups * channelScalars)
    context.reserve(
      worker: max(grid.gradientScratch(channels: channels, width: width), 128 + 768 * channels),
      shared: total)
  }
}
