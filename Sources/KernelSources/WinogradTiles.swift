internal import KernelTable

/// Walks over an image's tiles of 4x4 pixels: along a row of tiles, then down, then through the batch.
struct TileCursor {
  private let across: Int
  private let down: Int
  private(set) var entry: Int
  private var row: Int
  private var column: Int

  @inline(__always)
  init(_ image: BlockedImage, tile: Int) {
    across = max(1, (image.width &+ 3) / 4)
    down = max(1, (image.height &+ 3) / 4)
    let line = tile / across
    column = tile &- line &* across
    entry = line / down
    row = line &- entry &* down
  }

  /// The tile's first row of pixels.
  @inline(__always) var top: Int { row &* 4 }
  /// The tile's first column of pixels.
  @inline(__always) var left: Int { column &* 4 }

  /// Tiles from this one on in its line.
  @inline(__always) var leftInLine: Int { across &- column }

  /// Goes on by as many tiles as are left in the line, at most.
  @inline(__always)
  mutating func advance(by tiles: Int) {
    column &+= tiles &- 1
    advance()
  }

  @inline(__always)
  mutating func advance() {
    column &+= 1
    if column == across {
      column = 0
      row &+= 1
      if row == down {
        row = 0
        entry &+= 1
      }
    }
  }
}
