internal import KernelTable

/// Transforms the windows of some tiles of a source: the 6x6 pixels around each.
func transformTiles(
  _ image: UnsafePointer<BlockedImage>, _ first: Int, _ count: Int, _ capacity: Int,
  _ scratch: Floats, _ result: Floats
) {
  transformInputTiles(image.pointee, first, count, capacity, scratch, result)
}

/// Transforms some tiles of a gradient: 4x4 pixels each.
func transformGradientTiles(
  _ image: UnsafePointer<BlockedImage>, _ first: Int, _ count: Int, _ capacity: Int,
  _ scratch: Floats, _ result: Floats
) {
  transformGradientWindows(image.pointee, first, count, capacity, scratch, result)
}

/// Multiplies every tile by the weights of one point, for some of the output blocks from an even one.
func multiplyPoint(
  _ stage: UnsafePointer<WinogradStage>, _ point: Int, _ firstBlock: Int, _ blocks: Int
) {
  let s = stage.pointee
  guard let weights = s.weights else { return }
  let pitch = s.capacity &* 16
  multiply(
    source: s.inputs + point &* s.inputBlocks &* pitch, blockStride: pitch, blocks: s.inputBlocks,
    weights: weights + (point &* s.outputBlocks &+ firstBlock) &* s.inputBlocks &* 256,
    result: s.outputs + (point &* s.outputBlocks &+ firstBlock) &* pitch, resultStride: pitch,
    rows: roundUp(s.tiles, to: rowGroup), outputBlocks: blocks)
}

/// Makes pixels of some tiles from their products.
func restoreTiles(
  _ task: UnsafePointer<WinogradTask>, _ first: Int, _ count: Int, _ capacity: Int,
  _ scratch: Floats, _ products: Floats
) {
  transformOutputTiles(task, first, count, capacity, scratch, products)
}

/// The sums over all tiles of one input block times some output blocks, at all points: `(36, 16, output blocks, 16)`.
func outerPoints(
  _ stage: UnsafePointer<WinogradStage>, _ inputBlock: Int, _ firstBlock: Int, _ blocks: Int,
  _ result: Floats
) {
  let s = stage.pointee
  let pitch = s.capacity &* 16
  var point = 0
  while point < 36 {
    let sums = result + point &* blocks &* 256
    var i = 0
    while i < blocks &* 256 {
      store(sums + i, Vector())
      i &+= 16
    }
    // So many tiles of one input block and four output blocks stay in the first-level cache.
    var row = 0
    while row < s.tiles {
      let rows = min(96, s.tiles &- row)
      accumulateOuter(
        source: s.inputs + ((point &* s.inputBlocks &+ inputBlock) &* pitch &+ row &* 16),
        sourceStride: pitch, sourceBlocks: 1,
        gradient: s.outputs + ((point &* s.outputBlocks &+ firstBlock) &* pitch &+ row &* 16),
        gradientStride: pitch, gradientBlocks: blocks, rows: rows, result: sums)
      row &+= rows
    }
    point &+= 1
  }
}
