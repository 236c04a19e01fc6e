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
    source: s.inputs + point &* s.inputStride, blockStride: pitch, blocks: s.inputBlocks,
    weights: weights + (point &* s.weightStride &+ firstBlock &* s.inputBlocks &* 256),
    result: s.outputs + (point &* s.outputStride &+ firstBlock &* pitch), resultStride: pitch,
    rows: roundUp(s.tiles, to: rowGroup), outputBlocks: blocks)
}

/// Makes pixels of some tiles from their products.
func restoreTiles(
  _ task: UnsafePointer<WinogradTask>, _ first: Int, _ count: Int, _ capacity: Int,
  _ scratch: Floats, _ products: Floats
) {
  transformOutputTiles(task, first, count, capacity, scratch, products)
}

/// Adds the sums over all tiles of some input blocks times all output blocks, at one point: `(input, output block, 16)`.
func outerPoint(
  _ stage: UnsafePointer<WinogradStage>, _ point: Int, _ firstBlock: Int, _ blocks: Int,
  _ result: Floats
) {
  let s = stage.pointee
  let pitch = s.capacity &* 16
  accumulateOuter(
    source: s.inputs + (point &* s.inputStride &+ firstBlock &* pitch), sourceStride: pitch,
    sourceBlocks: blocks, gradient: s.outputs + point &* s.outputStride,
    gradientStride: pitch, gradientBlocks: s.outputBlocks, rows: s.tiles, result: result)
}
