internal import Kernels
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
    statistics: [FrameStatistics], progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> [[Float]] {
    let run = try begin(
      channels: planes.count, width: width, height: height, normalization: normalization,
      statistics: statistics)
    let window = RowWindow(rows: 0..<height, width: width, planes: planes)
    var output = planes.map { plane in
      var empty: [Float] = []
      empty.reserveCapacity(plane.count)
      return empty
    }
    var done = 0
    for index in run.bands.indices {
      let finished = try run.denoise(index, window) {
        done += 1
        try progress(done, run.tileCount)
      }
      for channel in finished.indices { output[channel] += finished[channel] }
    }
    return output
  }

  /// Prepares to denoise one frame's planes band after band, so that they never are in memory as a whole.
  public func begin(
    channels: Int, width: Int, height: Int, normalization: Normalization,
    statistics: [FrameStatistics]
  ) throws -> TiledRun {
    precondition(channels == statistics.count, "one set of statistics a plane")
    let probe = try makeNetwork(Shape(1, channels, 64, 64))
    let overlap = probe.halo ?? Self.globalOverlap
    let layout = TileLayout(
      width: width, height: height, tileSize: tileSize, overlap: overlap,
      margin: border == .reflection ? overlap : 0, alignment: probe.alignment)
    return TiledRun(
      plan: try plan(Shape(1, channels, layout.tileHeight, layout.tileWidth)), layout: layout,
      width: width, height: height, normalization: normalization, statistics: statistics,
      overlap: probe.halo == nil && layout.tiles.count > 1 ? overlap : nil,
      workers: (backend as? CPUBackend)?.threads ?? 1)
  }

  private func plan(_ shape: Shape) throws -> any InferencePlan {
    if let plan, plan.network.inputShape == shape { return plan }
    let fresh = try backend.inferencePlan(for: makeNetwork(shape))
    try fresh.load(weights)
    plan = fresh
    return fresh
  }
}
