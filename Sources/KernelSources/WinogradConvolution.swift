internal import KernelTable

/// Copies a window of `size` by `size` vectors whose corner may lie outside the plane, with zeros outside.
@inline(never)
func copyWindow(
  _ plane: Floats, _ height: Int, _ width: Int, _ top: Int, _ left: Int, _ size: Int,
  _ result: Floats
) {
  var y = 0
  while y < size {
    let sourceY = top &+ y
    let inside = sourceY >= 0 && sourceY < height
    var x = 0
    while x < size {
      let sourceX = left &+ x
      let target = result + (y &* 96 &+ x &* 16)
      if inside && sourceX >= 0 && sourceX < width {
        store(target, load(plane + (sourceY &* width &+ sourceX) &* 16))
      } else {
        store(target, Vector())
      }
      x &+= 1
    }
    y &+= 1
  }
}

/// Transforms the input windows of some tiles into `(36, block, tile, 16)`.
@inline(never)
func transformInputTiles(
  _ image: BlockedImage, _ first: Int, _ count: Int, _ capacity: Int, _ scratch: Floats,
  _ result: Floats
) {
  let across = (image.width &+ 3) / 4
  let perEntry = (image.height &+ 3) / 4 &* across
  let pointStride = image.blocks &* capacity &* 16
  let window = scratch + 576
  var i = 0
  while i < count {
    let tile = first &+ i
    let entry = tile / perEntry
    let within = tile &- entry &* perEntry
    let top = within / across &* 4 &- 1
    let left = within % across &* 4 &- 1
    let inside =
      top >= 0 && left >= 0 && top &+ 6 <= image.height && left &+ 6 <= image.width
    let planes = image.pointer + entry &* image.batchStride
    var block = 0
    while block < image.blocks {
      let plane = planes + block &* image.blockStride
      let target = result + (block &* capacity &+ i) &* 16
      if inside {
        transformInput(
          plane + (top &* image.width &+ left) &* 16, image.width &* 16, scratch, target,
          pointStride)
      } else {
        copyWindow(plane, image.height, image.width, top, left, 6, window)
        transformInput(window, 96, scratch, target, pointStride)
      }
      block &+= 1
    }
    i &+= 1
  }
}

/// Transforms products `(36, block, tile, 16)` back into pixels, through the epilogue.
@inline(never)
func transformOutputTiles(
  _ task: UnsafePointer<WinogradTask>, _ first: Int, _ count: Int, _ capacity: Int,
  _ scratch: Floats, _ products: Floats
) {
  let image = task.pointee.destination
  let epilogue = task.pointee.epilogue
  let across = (image.width &+ 3) / 4
  let perEntry = (image.height &+ 3) / 4 &* across
  let pointStride = image.blocks &* capacity &* 16
  var block = 0
  while block < image.blocks {
    let bias = biasVector(epilogue, block: block)
    var i = 0
    while i < count {
      let tile = first &+ i
      let entry = tile / perEntry
      let within = tile &- entry &* perEntry
      let top = within / across &* 4
      let left = within % across &* 4
      transformOutputColumns(
        products + (block &* capacity &+ i) &* 16, pointStride, scratch)
      let rows = image.height &- top < 4 ? image.height &- top : 4
      let columns = image.width &- left
      var y = 0
      while y < rows {
        let p = scratch + y &* 96
        let (r0, r1, r2, r3) = outputLine(
          load(p), load(p + 16), load(p + 32), load(p + 48), load(p + 64), load(p + 80))
        let offset =
          block &* image.blockStride &+ ((top &+ y) &* image.width &+ left) &* 16
        finish(
          r0, epilogue, bias: bias, destination: image.pointer, batchStride: image.batchStride,
          entry: entry, offset: offset)
        if columns > 1 {
          finish(
            r1, epilogue, bias: bias, destination: image.pointer, batchStride: image.batchStride,
            entry: entry, offset: offset &+ 16)
        }
        if columns > 2 {
          finish(
            r2, epilogue, bias: bias, destination: image.pointer, batchStride: image.batchStride,
            entry: entry, offset: offset &+ 32)
        }
        if columns > 3 {
          finish(
            r3, epilogue, bias: bias, destination: image.pointer, batchStride: image.batchStride,
            entry: entry, offset: offset &+ 48)
        }
        y &+= 1
      }
      i &+= 1
    }
    block &+= 1
  }
}

/// Convolves some tiles. Scratch: 1,152 scalars, then 36 times both images' channels times the tiles rounded up to 12.
func winograd(
  _ task: UnsafePointer<WinogradTask>, _ first: Int, _ count: Int, _ scratch: Floats
) {
  let source = task.pointee.source
  let outputs = task.pointee.destination.blocks
  let capacity = roundUp(count, to: rowGroup)
  let inputs = scratch + 1152
  let products = inputs + 36 &* source.blocks &* capacity &* 16
  transformInputTiles(source, first, count, capacity, scratch, inputs)
  var point = 0
  while point < 36 {
    multiply(
      source: inputs + point &* source.blocks &* capacity &* 16, blockStride: capacity &* 16,
      blocks: source.blocks,
      weights: task.pointee.weights + point &* source.blocks &* outputs &* 256,
      result: products + point &* outputs &* capacity &* 16, resultStride: capacity &* 16,
      rows: capacity, outputBlocks: outputs)
    point &+= 1
  }
  transformOutputTiles(task, first, count, capacity, scratch, products)
}
