public import Tensors

/// Runs a network over a frame of any size, tile by tile.
///
/// A network whose outputs look a finite way (``Network/halo``) gives the same frame tiled and whole, up to rounding: tiles
/// overlap by its halo and each keeps only what it sees in full. A network with global pooling has no such distance; its
/// tiles overlap by ``globalOverlap`` and are blended with linear ramps.
public final class TiledInference {
  /// What lies beyond the frame's border.
  public enum Border: Sendable {
    /// The frame mirrored about its outermost pixels: no dark or noisy edge. For networks of ours.
    case reflection
    /// Zeros, as the convolutions pad: exactly what a published network computes on the whole frame.
    case zeros
  }

  /// The overlap of tiles, and the reflected margin, where the network sees the whole frame.
  public static let globalOverlap = 32

  private let makeNetwork: (Shape) throws -> Network
  private let weights: Weights
  private let backend: any Backend
  private let tileSize: Int
  private let border: Border
  private var plan: (any InferencePlan)?

  /// `makeNetwork` describes the network for an input shape `(1, channels, height, width)`.
  public init(
    weights: Weights, backend: any Backend, tileSize: Int = 512, border: Border = .reflection,
    makeNetwork: @escaping (Shape) throws -> Network
  ) {
    self.makeNetwork = makeNetwork
    self.weights = weights
    self.backend = backend
    self.tileSize = tileSize
    self.border = border
  }

  /// Denoises planes that the network reads together, each with its own statistics; returns the same number of planes.
  ///
  /// Pixels that are not finite are given the plane's background while the network looks, and come back as they were.
  public func run(
    _ planes: [[Float]], width: Int, height: Int, normalization: Normalization,
    statistics: [FrameStatistics], progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> [[Float]] {
    precondition(planes.count == statistics.count, "one set of statistics a plane")
    let channels = planes.count
    let probe = try makeNetwork(Shape(1, channels, 64, 64))
    let overlap = probe.halo ?? Self.globalOverlap
    let layout = TileLayout(
      width: width, height: height, tileSize: tileSize, overlap: overlap,
      margin: border == .reflection ? overlap : 0, alignment: probe.alignment)
    let plan = try plan(Shape(1, channels, layout.tileHeight, layout.tileWidth))
    let blend = probe.halo == nil && layout.tiles.count > 1
    var output = blend ? planes.map { [Float](repeating: 0, count: $0.count) } : planes
    var weight = blend ? [Float](repeating: 0, count: width * height) : []
    let columns = Self.reflected(layout.extendedWidth, margin: layout.margin, extent: width)
    let rows = Self.reflected(layout.extendedHeight, margin: layout.margin, extent: height)
    let tilePixels = layout.tileWidth * layout.tileHeight
    for (index, tile) in layout.tiles.enumerated() {
      var input: [Float] = []
      input.reserveCapacity(channels * tilePixels)
      for (plane, statistics) in zip(planes, statistics) {
        var values = [Float](repeating: 0, count: tilePixels)
        for y in 0..<layout.tileHeight {
          let row = rows[tile.y + y] * width
          for x in 0..<layout.tileWidth {
            let value = plane[row + columns[tile.x + x]]
            values[y * layout.tileWidth + x] = value.isFinite ? value : statistics.background
          }
        }
        normalization.apply(to: &values, statistics)
        input += values
      }
      let result = try plan.run(
        Tensor(Shape(1, channels, layout.tileHeight, layout.tileWidth), input)
      ).scalars
      for channel in 0..<channels {
        var values = Array(result[(channel * tilePixels)..<((channel + 1) * tilePixels)])
        normalization.revert(&values, statistics[channel])
        if blend {
          Self.accumulate(
            values, tile, layout, overlap: overlap, width: width, height: height,
            into: &output[channel], weight: &weight, countWeight: channel == 0)
        } else {
          for y in tile.ownRows {
            let source = (y + layout.margin - tile.y) * layout.tileWidth + layout.margin - tile.x
            for x in tile.ownColumns { output[channel][y * width + x] = values[source + x] }
          }
        }
      }
      progress(index + 1, layout.tiles.count)
    }
    for channel in 0..<channels {
      for i in 0..<(width * height) {
        if blend { output[channel][i] /= weight[i] }
        if !planes[channel][i].isFinite { output[channel][i] = planes[channel][i] }
      }
    }
    return output
  }

  private func plan(_ shape: Shape) throws -> any InferencePlan {
    if let plan, plan.network.inputShape == shape { return plan }
    let fresh = try backend.inferencePlan(for: makeNetwork(shape))
    try fresh.load(weights)
    plan = fresh
    return fresh
  }

  /// For each position of the extended frame, the frame's row or column that it mirrors: `c b | a b c ... y z | y x`.
  ///
  /// A frame smaller than the margin is mirrored as often as it takes.
  static func reflected(_ extended: Int, margin: Int, extent: Int) -> [Int] {
    (0..<extended).map { mirrored($0 - margin, extent) }
  }

  private static func accumulate(
    _ values: [Float], _ tile: TileLayout.Tile, _ layout: TileLayout, overlap: Int, width: Int,
    height: Int, into output: inout [Float], weight: inout [Float], countWeight: Bool
  ) {
    let across = ramp(
      start: tile.x, tile: layout.tileWidth, extent: layout.extendedWidth, overlap: overlap)
    let down = ramp(
      start: tile.y, tile: layout.tileHeight, extent: layout.extendedHeight, overlap: overlap)
    for y in 0..<layout.tileHeight {
      let row = tile.y + y - layout.margin
      guard row >= 0, row < height, down[y] > 0 else { continue }
      for x in 0..<layout.tileWidth {
        let column = tile.x + x - layout.margin
        guard column >= 0, column < width else { continue }
        let share = across[x] * down[y]
        output[row * width + column] += share * values[y * layout.tileWidth + x]
        if countWeight { weight[row * width + column] += share }
      }
    }
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
