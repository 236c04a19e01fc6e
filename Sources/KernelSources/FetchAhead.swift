internal import KernelTable

/// Some tiles of an image whose pixels will be wanted.
struct WantedTiles {
  var image: BlockedImage
  var first: Int
  var count: Int
  /// Pixels beyond the tiles on every side.
  var halo: Int
}

/// Walks over the memory that a convolution will touch next, so that its products can ask for it line by line.
///
/// Waiting for memory costs a fifth of a convolution's time when nothing asks ahead, and as much when everything is asked
/// for at once: a core keeps a dozen lines under way. So each product of a register tile asks for one stretch of memory.
struct FetchAhead {
  /// Scalars that a product asks for.
  private let stretch: Int
  private var tiles: WantedTiles
  private var second: WantedTiles?
  private var third: WantedTiles?
  private var tile: TileCursor
  /// Tiles after those beside the cursor's that the block still wants.
  private var left: Int
  /// Scalars of one line of pixels of the tiles beside each other.
  private var length = 0
  /// The line of pixels, counted from the tile's first, and where the last one ends.
  private var row = 0
  private var endRow = 0
  private var block = 0
  private var offset = 0
  private var isDone = false
  private let idle: Floats

  /// Asks for some tiles after the others; `idle` is an address that is read anyway.
  @inline(__always)
  init(
    _ tiles: WantedTiles, _ second: WantedTiles, _ third: WantedTiles?, stretch: Int, idle: Floats
  ) {
    self.stretch = stretch
    self.idle = idle
    self.tiles = tiles
    self.second = second
    self.third = third
    tile = TileCursor(tiles.image, tile: tiles.first)
    left = tiles.count
    beginLine(isFirst: true)
  }

  /// Asks for nothing: every product gets the address given, which it reads anyway.
  @inline(__always)
  init(nothingBut address: Floats) {
    stretch = 0
    idle = address
    let nothing = BlockedImage(
      pointer: address, batchStride: 0, batch: 0, blocks: 0, height: 0, width: 0)
    tiles = WantedTiles(image: nothing, first: 0, count: 0, halo: 0)
    tile = TileCursor(nothing, tile: 0)
    left = 0
    isDone = true
  }

  /// The next stretch's address.
  @inline(__always)
  mutating func next() -> Floats {
    if isDone { return idle }
    let image = tiles.image
    let y = tile.top &+ row
    let line =
      image.pointer
      + (tile.entry &* image.batchStride &+ block &* image.blockStride
        &+ (y &* image.width &+ tile.left) &* 16 &+ offset)
    offset &+= stretch
    if offset >= length {
      offset = 0
      row &+= 1
      if row == endRow { advance() }
    }
    return y >= 0 && y < image.height ? line : idle
  }

  /// Begins the tiles beside the cursor's; only the first line of tiles asks for what lies above it.
  @inline(__always)
  private mutating func beginLine(isFirst: Bool) {
    let beside = min(left, tile.leftInLine)
    length = 64 &* beside
    left &-= beside
    row = isFirst ? 0 &- tiles.halo : tiles.halo
    endRow = 4 &+ tiles.halo
  }

  /// Goes on to the next line of tiles, then to the next block, then to the tiles that come next.
  @inline(never)
  private mutating func advance() {
    if left > 0 {
      tile.advance(by: length / 64)
      beginLine(isFirst: false)
      return
    }
    block &+= 1
    if block == tiles.image.blocks {
      block = 0
      guard let following = second else {
        isDone = true
        return
      }
      (tiles, second, third) = (following, third, nil)
    }
    tile = TileCursor(tiles.image, tile: tiles.first)
    left = tiles.count
    isDone = tile.entry >= tiles.image.batch
    beginLine(isFirst: true)
  }
}
