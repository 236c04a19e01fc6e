/// How a frame is cut into tiles of one size that overlap.
///
/// The frame is first extended by `margin` pixels on every side and then to the right and bottom up to a multiple of
/// `alignment`; tiles lie in that extended frame, start at multiples of `alignment`, and share one size, so that one plan
/// serves them all.
public struct TileLayout: Equatable, Sendable {
  /// One tile: where it starts in the extended frame, and the part of the frame that it alone answers for.
  public struct Tile: Equatable, Sendable {
    public var x: Int
    public var y: Int
    /// The tile's own part, in frame coordinates.
    public var ownColumns: Range<Int>
    public var ownRows: Range<Int>
  }

  public var extendedWidth: Int
  public var extendedHeight: Int
  public var tileWidth: Int
  public var tileHeight: Int
  public var margin: Int
  public var tiles: [Tile]

  /// Plans tiles of at most `tileSize` pixels a side that overlap by `overlap` on every inner edge.
  public init(
    width: Int, height: Int, tileSize: Int, overlap: Int, margin: Int, alignment: Int
  ) {
    func up(_ value: Int) -> Int { (value + alignment - 1) / alignment * alignment }
    self.margin = margin
    extendedWidth = up(width + 2 * margin)
    extendedHeight = up(height + 2 * margin)
    // A tile must hold its overlap twice and still have something of its own.
    let side = max(up(tileSize), up(2 * up(overlap) + max(alignment, 16)))
    tileWidth = min(side, extendedWidth)
    tileHeight = min(side, extendedHeight)
    let columns = Self.cut(
      extent: extendedWidth, tile: tileWidth, overlap: up(overlap), alignment: alignment,
      frame: margin..<(margin + width))
    let rows = Self.cut(
      extent: extendedHeight, tile: tileHeight, overlap: up(overlap), alignment: alignment,
      frame: margin..<(margin + height))
    tiles = rows.flatMap { row in
      columns.map { column in
        Tile(
          x: column.start, y: row.start,
          ownColumns: (column.own.lowerBound - margin)..<(column.own.upperBound - margin),
          ownRows: (row.own.lowerBound - margin)..<(row.own.upperBound - margin))
      }
    }
  }

  /// The frame's rows, one band a row of tiles.
  ///
  /// `sources` names the frame's row that each row of the extended frame repeats. Where tiles are blended a row is final
  /// when no further tile covers it, elsewhere when the tile that owns it is done.
  func bands(sources: [Int], height: Int, areBlended: Bool) -> [(
    band: FrameBand, tiles: Range<Int>
  )] {
    var starts = tiles.indices.filter { $0 == 0 || tiles[$0].y != tiles[$0 - 1].y }
    starts.append(tiles.count)
    var done = 0
    var bands: [FrameBand] = []
    for (index, first) in starts.dropLast().enumerated() {
      let next = starts[index + 1]
      let end =
        next == tiles.count
        ? height
        : areBlended
          ? min(max(tiles[next].y - margin, done), height)
          : min(max(tiles[first].ownRows.upperBound, done), height)
      let seen = sources[tiles[first].y..<(tiles[first].y + tileHeight)]
      let low = min(seen.min() ?? 0, done)
      let high = max((seen.max() ?? 0) + 1, end)
      bands.append(FrameBand(needs: low..<high, finishes: done..<end))
      done = end
    }
    return zip(FrameBand.movingForward(bands), zip(starts, starts.dropFirst())).map {
      ($0, $1.0..<$1.1)
    }
  }

  private static func cut(
    extent: Int, tile: Int, overlap: Int, alignment: Int, frame: Range<Int>
  ) -> [(start: Int, own: Range<Int>)] {
    var starts = [0]
    let step = max(alignment, (tile - 2 * overlap) / alignment * alignment)
    while let last = starts.last, last + tile < extent {
      starts.append(min(last + step, extent - tile))
    }
    return starts.indices.map { index in
      let start = starts[index]
      // Neighbours meet in the middle of what they share.
      let low =
        index == 0 ? frame.lowerBound : (start + starts[index - 1] + tile) / 2
      let high =
        index == starts.count - 1
        ? frame.upperBound : (starts[index + 1] + start + tile) / 2
      return (
        start,
        max(low, frame.lowerBound)..<max(min(high, frame.upperBound), max(low, frame.lowerBound))
      )
    }
  }
}
