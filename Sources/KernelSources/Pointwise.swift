internal import KernelTable

/// Copies the 2x2 pixels of some grid pixels side by side: `(tap, block, grid pixel, 16)`.
@inline(never)
private func gatherTaps(
  _ image: BlockedImage, _ entry: Int, _ first: Int, _ count: Int, _ capacity: Int,
  _ result: Floats
) {
  let across = image.width / 2
  var block = 0
  while block < image.blocks {
    let plane = image.pointer + (entry &* image.batchStride &+ block &* image.blockStride)
    let tapStride = image.blocks &* capacity &* 16
    var y = first / across
    var x = first &- y &* across
    var i = 0
    while i < count {
      let run = across &- x < count &- i ? across &- x : count &- i
      let above = plane + (2 &* y &* image.width &+ 2 &* x) &* 16
      let below = above + image.width &* 16
      let target = result + (block &* capacity &+ i) &* 16
      var j = 0
      while j < run &* 16 {
        store(target + j, load(above + 2 &* j))
        store(target + (tapStride &+ j), load(above + (2 &* j &+ 16)))
        store(target + (2 &* tapStride &+ j), load(below + 2 &* j))
        store(target + (3 &* tapStride &+ j), load(below + (2 &* j &+ 16)))
        j &+= 16
      }
      i &+= run
      x = 0
      y &+= 1
    }
    block &+= 1
  }
}

/// Writes a run of vectors through an epilogue, `step` scalars apart; `offset` counts scalars within the batch entry.
@inline(never)
private func finishRun(
  _ values: Floats, _ count: Int, _ step: Int, _ epilogue: UnsafePointer<PointwiseTask>,
  _ bias: Vector, _ entry: Int, _ offset: Int
) {
  let e = epilogue.pointee.epilogue
  let d = epilogue.pointee.destination
  let target = d.pointer + (entry &* d.batchStride &+ offset)
  var i = 0
  if e.accumulates || e.rectifies || e.mask != nil {
    while i < count {
      finish(
        load(values + i &* 16), e, bias: bias, destination: d.pointer, batchStride: d.batchStride,
        entry: entry, offset: offset &+ i &* step)
      i &+= 1
    }
  } else if let residual = e.residual {
    let other = residual + (entry &* e.residualBatchStride &+ offset)
    while i < count {
      store(target + i &* step, load(values + i &* 16) + bias + load(other + i &* step))
      i &+= 1
    }
  } else {
    while i < count {
      store(target + i &* step, load(values + i &* 16) + bias)
      i &+= 1
    }
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
  let isPlain =
    !scatters && !epilogue.accumulates && !epilogue.rectifies && epilogue.mask == nil
    && epilogue.residual == nil
  if isPlain && capacity == count {
    multiply(
      source: rows, blockStride: blockStride, blocks: blocks, weights: task.pointee.weights,
      bias: epilogue.bias,
      result: destination.pointer + (entry &* destination.batchStride &+ first &* 16),
      resultStride: destination.blockStride, rows: capacity, outputBlocks: outputs)
    return
  }
  multiply(
    source: rows, blockStride: blockStride, blocks: blocks, weights: task.pointee.weights,
    result: products, resultStride: capacity &* 16, rows: capacity, outputBlocks: outputs)
  let across = destination.width / 2
  var output = 0
  while output < outputs {
    let tap = output / destination.blocks
    let block = output &- tap &* destination.blocks
    let bias = biasVector(epilogue, block: block)
    let panel = products + output &* capacity &* 16
    let plane = block &* destination.blockStride
    if scatters {
      var y = first / across
      var x = first &- y &* across
      var i = 0
      while i < count {
        let run = across &- x < count &- i ? across &- x : count &- i
        let pixel = (2 &* y &+ tap / 2) &* destination.width &+ 2 &* x &+ tap % 2
        finishRun(panel + i &* 16, run, 32, task, bias, entry, plane &+ pixel &* 16)
        i &+= run
        x = 0
        y &+= 1
      }
    } else {
      finishRun(panel, count, 16, task, bias, entry, plane &+ first &* 16)
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
