internal import KernelTable

extension TileGrid {
  /// Most pixels of a step: float32 sums over more are not exact enough.
  private static let mostStepPixels = 2048

  /// Tiles whose windows stay in the second-level cache, for windows that reach `halo` pixels beyond a tile.
  ///
  /// A step's window of twice the channels takes about half a megabyte. Bands of rows are cut until there are about 16
  /// tiles in a batch, but not so thin that computing their halo twice would cost more than it brings.
  init(fitting channels: Int, batch: Int, height: Int, width: Int, halo: Int) {
    let budget = (halo == 1 ? 4096 : 3072) * 16 / channels
    let columns = width <= 320 ? width : 256
    let span = columns + (columns < width ? 2 * halo : 0)
    let most = max(1, Self.mostStepPixels / columns)
    let stepRows = max(1, min(height, most, max(budget / span - 2 * halo, 192 / columns)))
    let across = (width + columns - 1) / columns
    let wanted = max(1, 16 / (batch * across))
    let bands = max(1, min(wanted, height / (16 * halo)))
    let rows = roundUp((height + bands - 1) / bands, to: stepRows)
    self.init(
      height: height, width: width, rows: min(rows, height), columns: columns, stepRows: stepRows)
  }

  /// The forward pass's scratch a worker, in scalars.
  func scratch(channels: Int, width: Int) -> Int {
    let span = min(width, columns + 2)
    return 48 * span + 128 + 96 * channels
      + 2 * channels * ((stepRows + 2) * span + 12)
  }

  /// The backward pass's scratch a worker, in scalars.
  func gradientScratch(channels: Int, width: Int) -> Int {
    let span = min(width, columns + 4)
    let gates = min(width, columns + 2)
    return 48 * span + 128 + 192 * channels
      + 2 * channels
      * ((stepRows + 4) * span + (stepRows + 2) * gates + stepRows * columns + 36)
  }
}
