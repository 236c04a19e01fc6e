internal import KernelTable

/// Walks over the memory that a convolution will touch next, so that its products can ask for it line by line.
///
/// Waiting for memory costs a fifth of a convolution's time when nothing asks ahead, and as much when everything is asked
/// for at once: a core keeps a dozen lines under way. So each product of a register tile asks for one stretch of memory.
/// Images narrower than a part are small enough to be in a cache already, and nothing is asked for.
struct FetchAhead {
  /// Scalars that a product asks for.
  private let stretch: Int
  private var image: BlockedImage
  private var upcoming: BlockedImage?
  private let upcomingTile: Int
  private var tile: TileCursor
  private var rows: Int
  private var above: Int
  private var row = 0
  private var block = 0
  private var offset = 0
  private var isDone: Bool
  private var length: Int
  private let idle: Floats

  /// Asks for what a part of `destination` will write, then for what the next part will read of `source`.
  @inline(__always)
  init(
    _ task: UnsafePointer<WinogradTask>, first: Int, count: Int, next: Int, stretch: Int
  ) {
    self.stretch = stretch
    image = task.pointee.destination
    upcoming = task.pointee.source
    upcomingTile = next
    tile = TileCursor(image, tile: first)
    rows = 4
    above = 0
    isDone = (image.width &+ 3) / 4 < count
    length = 64 &* count
    idle = task.pointee.weights
  }

  /// Asks for nothing: every product gets the address given, which it reads anyway.
  @inline(__always)
  init(nothingBut address: Floats) {
    stretch = 0
    image = BlockedImage(pointer: address, batchStride: 0, batch: 0, blocks: 0, height: 0, width: 0)
    upcomingTile = 0
    tile = TileCursor(image, tile: 0)
    rows = 0
    above = 0
    isDone = true
    length = 0
    idle = address
  }

  /// The next stretch's address.
  @inline(__always)
  mutating func next() -> Floats {
    if isDone { return idle }
    let y = tile.top &+ row &- above
    let line =
      image.pointer
      + (tile.entry &* image.batchStride &+ block &* image.blockStride
        &+ (y &* image.width &+ tile.left) &* 16 &+ offset)
    offset &+= stretch
    if offset >= length {
      offset = 0
      row &+= 1
      if row == rows { nextBlock() }
    }
    return y >= 0 && y < image.height ? line : idle
  }

  @inline(__always)
  private mutating func nextBlock() {
    row = 0
    block &+= 1
    if block < image.blocks { return }
    block = 0
    guard let source = upcoming else {
      isDone = true
      return
    }
    image = source
    upcoming = nil
    tile = TileCursor(source, tile: upcomingTile)
    rows = 6
    above = 1
    isDone = tile.entry >= source.batch
  }
}
