internal import KernelTable

/// Copies the 2x2 pixels of some grid pixels side by side: `(tap, block, grid pixel, 16)`.
@inline(never)
private func gatherTaps(
  _ image: BlockedImage, _ entry: Int, _ first: Int, _ count: Int, _ capacity: Int,
  _ result: Floats
) {
  let across = image.width / 2
  var tap = 0
  while tap < 4 {
    var block = 0
    while block < image.blocks {
      let plane = image.pointer + (entry &* image.batchStride &+ block &* image.blockStride)
      let target = result + (tap &* image.blocks &+ block) &* capacity &* 16
      var i = 0
      while i < count {
        let pixel = first &+ i
        let y = pixel / across &* 2 &+ tap / 2
        let x = pixel % across &* 2 &+ tap % 2
        store(target + i &* 16, load(plane + (y &* image.width &+ x) &* 16))
        i &+= 1
      }
      block &+= 1
    }
    tap &+= 1
  }
}

/// Multiplies some grid pixels.
///
/// Scratch: grid pixels rounded up to 12, times the gathered input channels (if any) and all output channels.
func pointwise(
  _ task: UnsafePointer<PointwiseTask>, _ entry: Int, _ first: Int, _ count: Int, _ scratch: Floats
) {
  let source = task.pointee.source
  let destination = task.pointee.destination
  let epilogue = task.pointee.epilogue
  let capacity = roundUp(count, to: rowGroup)
  var rows = source.pointer + (entry &* source.batchStride &+ first &* 16)
  var blockStride = source.blockStride
  var blocks = source.blocks
  var products = scratch
  if task.pointee.sourceStep == 2 {
    gatherTaps(source, entry, first, count, capacity, scratch)
    rows = scratch
    blockStride = capacity &* 16
    blocks = 4 &* source.blocks
    products = scratch + blocks &* blockStride
  }
  let scatters = task.pointee.destinationStep == 2
  let outputs = destination.blocks &* (scatters ? 4 : 1)
  multiply(
    source: rows, blockStride: blockStride, blocks: blocks, weights: task.pointee.weights,
    result: products, resultStride: capacity &* 16, rows: capacity, outputBlocks: outputs)
  let across = destination.width / 2
  var output = 0
  while output < outputs {
    let tap = output / destination.blocks
    let block = output % destination.blocks
    let bias = biasVector(epilogue, block: block)
    let panel = products + output &* capacity &* 16
    let plane = block &* destination.blockStride
    var i = 0
    while i < count {
      var pixel = first &+ i
      if scatters {
        pixel =
          (pixel / across &* 2 &+ tap / 2) &* destination.width &+ pixel % across &* 2 &+ tap % 2
      }
      finish(
        load(panel + i &* 16), epilogue, bias: bias, destination: destination.pointer,
        batchStride: destination.batchStride, entry: entry, offset: plane &+ pixel &* 16)
      i &+= 1
    }
    output &+= 1
  }
}

/// Adds some grid pixels' products to the accumulator `(tap and input, tap and output)`.
///
/// Scratch: grid pixels times the gathered channels of either side.
func pointwiseGradient(
  _ task: UnsafePointer<PointwiseGradientTask>, _ entry: Int, _ first: Int, _ count: Int,
  _ scratch: Floats, _ accumulator: Floats
) {
  let source = task.pointee.source
  let gradient = task.pointee.gradient
  var rows = source.pointer + (entry &* source.batchStride &+ first &* 16)
  var rowStride = source.blockStride
  var rowBlocks = source.blocks
  var free = scratch
  if task.pointee.sourceStep == 2 {
    gatherTaps(source, entry, first, count, count, free)
    rows = free
    rowStride = count &* 16
    rowBlocks = 4 &* source.blocks
    free += rowBlocks &* rowStride
  }
  var columns = gradient.pointer + (entry &* gradient.batchStride &+ first &* 16)
  var columnStride = gradient.blockStride
  var columnBlocks = gradient.blocks
  if task.pointee.gradientStep == 2 {
    gatherTaps(gradient, entry, first, count, count, free)
    columns = free
    columnStride = count &* 16
    columnBlocks = 4 &* gradient.blocks
  }
  accumulateOuter(
    source: rows, sourceStride: rowStride, sourceBlocks: rowBlocks, gradient: columns,
    gradientStride: columnStride, gradientBlocks: columnBlocks, rows: count, result: accumulator)
}
