internal import KernelTable

/// Transforms the gradient windows of some tiles into `(36, block, tile, 16)`.
@inline(never)
func transformGradientWindows(
  _ image: BlockedImage, _ first: Int, _ count: Int, _ capacity: Int, _ scratch: Floats,
  _ result: Floats
) {
  let pointStride = TransformedTiles.pointStride(blocks: image.blocks, tiles: capacity)
  let window = scratch + 576
  var block = 0
  while block < image.blocks {
    var tile = TileCursor(image, tile: first)
    let planes = image.pointer + block &* image.blockStride
    var target = result + block &* capacity &* 16
    var i = 0
    while i < count {
      let (top, left) = (tile.top, tile.left)
      let plane = planes + tile.entry &* image.batchStride
      if top &+ 4 <= image.height && left &+ 4 <= image.width {
        transformGradient(
          plane + (top &* image.width &+ left) &* 16, image.width &* 16, scratch, target,
          pointStride)
      } else {
        copyWindow(plane, image.height, image.width, top, left, 4, window)
        transformGradient(window, 96, scratch, target, pointStride)
      }
      tile.advance()
      target += 16
      i &+= 1
    }
    block &+= 1
  }
}

/// Adds the products of some tiles to the accumulator `(36, input, output)`.
///
/// Scratch: 1,152 scalars, then both images' transformed tiles.
func winogradGradient(
  _ task: UnsafePointer<WinogradGradientTask>, _ first: Int, _ count: Int, _ scratch: Floats,
  _ accumulator: Floats
) {
  let source = task.pointee.source
  let gradient = task.pointee.gradient
  let inputs = scratch + 1152
  let inputStride = TransformedTiles.pointStride(blocks: source.blocks, tiles: count)
  let gradients = inputs + 36 &* inputStride
  let sumStride = TransformedWeights.pointStride(
    inputBlocks: source.blocks, outputBlocks: gradient.blocks)
  let gradientStride = TransformedTiles.pointStride(blocks: gradient.blocks, tiles: count)
  transformInputTiles(source, first, count, count, scratch, inputs)
  transformGradientWindows(gradient, first, count, count, scratch, gradients)
  var point = 0
  while point < 36 {
    accumulateOuter(
      source: inputs + point &* inputStride, sourceStride: count &* 16,
      sourceBlocks: source.blocks, gradient: gradients + point &* gradientStride,
      gradientStride: count &* 16, gradientBlocks: gradient.blocks, rows: count,
      result: accumulator + point &* sumStride)
    point &+= 1
  }
}
