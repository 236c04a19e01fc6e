internal import Kernels
internal import Tensors

/// One frame on its way through a network, a row of tiles at a time, from the top.
///
/// The tiles, their order and every sum are those of the whole frame: only the rows that a band needs are ever there.
public final class TiledRun {
  /// The bands, to be denoised in order.
  public let bands: [FrameBand]
  /// How many tiles all bands have.
  public var tileCount: Int { layout.tiles.count }

  private let plan: any InferencePlan
  private let layout: TileLayout
  private let width: Int
  private let height: Int
  private let normalization: Normalization
  private let statistics: [FrameStatistics]
  /// The width of the ramps by which tiles are blended; nil where each keeps what it sees in full.
  private let overlap: Int?
  private let workers: Int
  private let tiles: [Range<Int>]
  private let rows: [Int]
  private let columns: [Int]
  /// Where tiles are blended, the sums and weights of the rows that are not final, from the first of them on.
  private var sums: [[Float]] = []
  private var weights: [Float] = []

  init(
    plan: any InferencePlan, layout: TileLayout, width: Int, height: Int,
    normalization: Normalization, statistics: [FrameStatistics], overlap: Int?, workers: Int
  ) {
    self.plan = plan
    self.layout = layout
    self.width = width
    self.height = height
    self.normalization = normalization
    self.statistics = statistics
    self.overlap = overlap
    self.workers = workers
    rows = Self.reflected(layout.extendedHeight, margin: layout.margin, extent: height)
    columns = Self.reflected(layout.extendedWidth, margin: layout.margin, extent: width)
    let cut = layout.bands(sources: rows, height: height, areBlended: overlap != nil)
    bands = cut.map(\.band)
    tiles = cut.map(\.tiles)
    sums = statistics.map { _ in [] }
  }

  /// Denoises one band, given at least the rows that it needs, and returns the rows that it finishes.
  public func denoise(
    _ index: Int, _ window: RowWindow, tileDone: () throws -> Void = {}
  ) throws -> [[Float]] {
    let finished = bands[index].finishes
    let first = layout.tiles[tiles[index].lowerBound].y - layout.margin
    // Rows of the frame that this band's tiles add to.
    let covered =
      finished.lowerBound..<max(finished.upperBound, min(first + layout.tileHeight, height))
    var output = statistics.map { _ in
      [Float](repeating: 0, count: overlap == nil ? finished.count * width : 0)
    }
    if overlap != nil { extendSums(to: covered.count * width) }
    for tile in layout.tiles[tiles[index]] {
      var result = try plan.run(input(tile, window))
      revert(&result)
      if let overlap {
        accumulate(result.scalars, tile, overlap, firstRow: covered.lowerBound)
      } else {
        keep(result.scalars, tile, &output, firstRow: finished.lowerBound)
      }
      try tileDone()
    }
    if overlap != nil { output = takeSums(finished.count * width) }
    restore(&output, finished, window)
    return output
  }

  /// The normalised tile, gathered from the window.
  private func input(_ tile: TileLayout.Tile, _ window: RowWindow) -> Tensor {
    let shape = plan.network.inputShape
    let (tileWidth, tileHeight) = (layout.tileWidth, layout.tileHeight)
    let scalars = [Float](unsafeUninitializedCapacity: shape.count) { buffer, count in
      let target = buffer
      for (channel, statistics) in statistics.enumerated() {
        window.planes[channel].withUnsafeBufferPointer { plane in
          Parallel.run(tileHeight, workers: workers) { y, _ in
            let source = (rows[tile.y + y] - window.rows.lowerBound) * width
            let start = (channel * tileHeight + y) * tileWidth
            for x in 0..<tileWidth {
              let value = plane[source + columns[tile.x + x]]
              target[start + x] = value.isFinite ? value : statistics.background
            }
            normalization.apply(
              to: UnsafeMutableBufferPointer(rebasing: target[start..<start + tileWidth]),
              statistics)
          }
        }
      }
      count = shape.count
    }
    return Tensor(shape, scalars)
  }

  /// Maps a tile's values back to the frame's units.
  private func revert(_ result: inout Tensor) {
    let (tileWidth, tileHeight) = (layout.tileWidth, layout.tileHeight)
    result.scalars.withUnsafeMutableBufferPointer { values in
      let target = values
      Parallel.run(statistics.count * tileHeight, workers: workers) { row, _ in
        let start = row * tileWidth
        normalization.revert(
          UnsafeMutableBufferPointer(rebasing: target[start..<start + tileWidth]),
          statistics[row / tileHeight])
      }
    }
  }

  /// Copies a tile's own part.
  private func keep(
    _ values: [Float], _ tile: TileLayout.Tile, _ output: inout [[Float]], firstRow: Int
  ) {
    let tilePixels = layout.tileWidth * layout.tileHeight
    for channel in output.indices {
      output[channel].withUnsafeMutableBufferPointer { output in
        values.withUnsafeBufferPointer { values in
          for y in tile.ownRows {
            let source =
              channel * tilePixels + (y + layout.margin - tile.y) * layout.tileWidth
              + layout.margin - tile.x
            let target = (y - firstRow) * width
            for x in tile.ownColumns { output[target + x] = values[source + x] }
          }
        }
      }
    }
  }

  private func accumulate(
    _ values: [Float], _ tile: TileLayout.Tile, _ overlap: Int, firstRow: Int
  ) {
    let across = Self.ramp(
      start: tile.x, tile: layout.tileWidth, extent: layout.extendedWidth, overlap: overlap)
    let down = Self.ramp(
      start: tile.y, tile: layout.tileHeight, extent: layout.extendedHeight, overlap: overlap)
    let visible =
      max(0, layout.margin - tile.x)..<min(layout.tileWidth, width + layout.margin - tile.x)
    let tilePixels = layout.tileWidth * layout.tileHeight
    for channel in sums.indices {
      // Pointers, because every access to an array of a class is checked for others that overlap it.
      sums[channel].withUnsafeMutableBufferPointer { sums in
        weights.withUnsafeMutableBufferPointer { weights in
          values.withUnsafeBufferPointer { values in
            for y in 0..<layout.tileHeight {
              let row = tile.y + y - layout.margin
              guard row >= 0, row < height, down[y] > 0 else { continue }
              let source = channel * tilePixels + y * layout.tileWidth
              let target = (row - firstRow) * width + tile.x - layout.margin
              for x in visible {
                let share = across[x] * down[y]
                sums[target + x] += share * values[source + x]
                if channel == 0 { weights[target + x] += share }
              }
            }
          }
        }
      }
    }
  }

  private func extendSums(to count: Int) {
    func extend(_ values: inout [Float]) {
      guard values.count < count else { return }
      let old = values
      values = [Float](unsafeUninitializedCapacity: count) { buffer, made in
        _ = buffer.update(fromContentsOf: old)
        buffer[old.count...].update(repeating: 0)
        made = count
      }
    }
    for channel in sums.indices { extend(&sums[channel]) }
    extend(&weights)
  }

  /// The weighted means of the first values, which are final; the others stay.
  private func takeSums(_ count: Int) -> [[Float]] {
    let weights = weights
    let output = sums.map { sums in
      [Float](unsafeUninitializedCapacity: count) { buffer, made in
        for i in 0..<count { buffer.initializeElement(at: i, to: sums[i] / weights[i]) }
        made = count
      }
    }
    for channel in sums.indices { sums[channel] = Array(sums[channel][count...]) }
    self.weights = Array(weights[count...])
    return output
  }

  /// Gives pixels that are not finite back as they were.
  private func restore(_ output: inout [[Float]], _ finished: Range<Int>, _ window: RowWindow) {
    let start = (finished.lowerBound - window.rows.lowerBound) * width
    for channel in output.indices {
      window.planes[channel].withUnsafeBufferPointer { before in
        output[channel].withUnsafeMutableBufferPointer { output in
          for i in output.indices where !before[start + i].isFinite {
            output[i] = before[start + i]
          }
        }
      }
    }
  }

  /// For each position of the extended frame, the frame's row or column that it mirrors: `c b | a b c ... y z | y x`.
  ///
  /// A frame smaller than the margin is mirrored as often as it takes.
  static func reflected(_ extended: Int, margin: Int, extent: Int) -> [Int] {
    (0..<extended).map { mirrored($0 - margin, extent) }
  }

  /// The weight of a tile's columns or rows: 1 inside, falling to 0 across `overlap` pixels at inner edges.
  private static func ramp(start: Int, tile: Int, extent: Int, overlap: Int) -> [Float] {
    (0..<tile).map { i in
      let near =
        start == 0 ? 1 : (Float(i) + 0.5 - Float(overlap) / 2) / Float(overlap)
      let far =
        start + tile == extent
        ? 1 : (Float(tile - 1 - i) + 0.5 - Float(overlap) / 2) / Float(overlap)
      return max(0, min(1, near, far))
    }
  }
}
