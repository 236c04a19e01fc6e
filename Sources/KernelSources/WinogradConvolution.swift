internal import KernelTable

/// Copies a window of `size` by `size` vectors whose corner may lie outside the plane, with zeros outside.
@inline(never)
func copyWindow(
  _ plane: Floats, _ height: Int, _ width: Int, _ top: Int, _ left: Int, _ size: Int,
  _ result: Floats
) {
  let from = min(size, max(0, 0 &- left))
  let to = max(from, min(size, width &- left))
  var y = 0
  while y < size {
    let sourceY = top &+ y
    let inside = sourceY >= 0 && sourceY < height
    let (first, end) = inside ? (from, to) : (size, size)
    let line = plane + (sourceY &* width &+ left) &* 16
    let target = result + y &* 96
    var x = 0
    while x < first {
      store(target + x &* 16, Vector())
      x &+= 1
    }
    while x < end {
      store(target + x &* 16, load(line + x &* 16))
      x &+= 1
    }
    while x < size {
      store(target + x &* 16, Vector())
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
  let pointStride = TransformedTiles.pointStride(blocks: image.blocks, tiles: capacity)
  let window = scratch + 576
  var block = 0
  while block < image.blocks {
    var tile = TileCursor(image, tile: first)
    let planes = image.pointer + block &* image.blockStride
    var target = result + block &* capacity &* 16
    var i = 0
    while i < count {
      let (top, left) = (tile.top &- 1, tile.left &- 1)
      let plane = planes + tile.entry &* image.batchStride
      if top >= 0 && left >= 0 && top &+ 6 <= image.height && left &+ 6 <= image.width {
        transformInput(
          plane + (top &* image.width &+ left) &* 16, image.width &* 16, scratch, target,
          pointStride)
      } else {
        copyWindow(plane, image.height, image.width, top, left, 6, window)
        transformInput(window, 96, scratch, target, pointStride)
      }
      tile.advance()
      target += 16
      i &+= 1
    }
    block &+= 1
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
  let pointStride = TransformedTiles.pointStride(blocks: image.blocks, tiles: capacity)
  let floor = epilogue.rectifies ? Vector() : broadcast(-Float.infinity)
  var block = 0
  while block < image.blocks {
    let bias = biasVector(epilogue, block: block)
    var tile = TileCursor(image, tile: first)
    var i = 0
    while i < count {
      transformOutputColumns(
        products + (block &* capacity &+ i) &* 16, pointStride, scratch)
      let offset =
        block &* image.blockStride &+ (tile.top &* image.width &+ tile.left) &* 16
      if tile.top &+ 4 <= image.height && tile.left &+ 4 <= image.width {
        writeWholeTile(scratch, bias, floor, epilogue, image, tile.entry, offset)
      } else {
        writeTile(
          scratch, bias, task, tile.entry, offset,
          rows: min(4, image.height &- tile.top), columns: min(4, image.width &- tile.left))
      }
      tile.advance()
      i &+= 1
    }
    block &+= 1
  }
}

/// The second step of the output transform for a tile that lies within the image.
@inline(__always)
private func writeWholeTile(
  _ scratch: Floats, _ bias: Vector, _ floor: Vector, _ epilogue: Epilogue, _ image: BlockedImage,
  _ entry: Int, _ offset: Int
) {
  var y = 0
  while y < 4 {
    var (r0, r1, r2, r3) = outputRow(scratch, y)
    let at = offset &+ y &* image.width &* 16
    let row = image.pointer + (entry &* image.batchStride &+ at)
    r0 += bias
    r1 += bias
    r2 += bias
    r3 += bias
    if epilogue.accumulates {
      r0 += load(row)
      r1 += load(row + 16)
      r2 += load(row + 32)
      r3 += load(row + 48)
    }
    if let residual = epilogue.residual {
      let p = residual + (entry &* epilogue.residualBatchStride &+ at)
      r0 += load(p)
      r1 += load(p + 16)
      r2 += load(p + 32)
      r3 += load(p + 48)
    }
    r0 = raised(r0, to: floor)
    r1 = raised(r1, to: floor)
    r2 = raised(r2, to: floor)
    r3 = raised(r3, to: floor)
    if let mask = epilogue.mask {
      let p = mask + (entry &* epilogue.maskBatchStride &+ at)
      r0 = masked(r0, by: load(p))
      r1 = masked(r1, by: load(p + 16))
      r2 = masked(r2, by: load(p + 32))
      r3 = masked(r3, by: load(p + 48))
    }
    store(row, r0)
    store(row + 16, r1)
    store(row + 32, r2)
    store(row + 48, r3)
    y &+= 1
  }
}

/// The second step of the output transform for any part of a tile and any epilogue.
@inline(never)
private func writeTile(
  _ scratch: Floats, _ bias: Vector, _ task: UnsafePointer<WinogradTask>, _ entry: Int,
  _ offset: Int, rows: Int, columns: Int
) {
  let image = task.pointee.destination
  let epilogue = task.pointee.epilogue
  let line = scratch + 576
  var y = 0
  while y < rows {
    let (r0, r1, r2, r3) = outputRow(scratch, y)
    store(line, r0)
    store(line + 16, r1)
    store(line + 32, r2)
    store(line + 48, r3)
    var x = 0
    while x < columns {
      finish(
        load(line + x &* 16), epilogue, bias: bias, destination: image.pointer,
        batchStride: image.batchStride, entry: entry,
        offset: offset &+ (y &* image.width &+ x) &* 16)
      x &+= 1
    }
    y &+= 1
  }
}

/// Convolves some tiles, `part` at a time. Scratch: 1,152 scalars, then both images' transformed tiles of a part, rounded up
/// to 12.
///
/// While a part's products are computed, the pixels that it will write, those of its mask and those that the next part will
/// read are asked for.
func winograd(
  _ task: UnsafePointer<WinogradTask>, _ first: Int, _ count: Int, _ part: Int, _ scratch: Floats
) {
  let source = task.pointee.source
  let destination = task.pointee.destination
  let outputs = destination.blocks
  let capacity = roundUp(part, to: rowGroup)
  let inputs = scratch + 1152
  let inputStride = TransformedTiles.pointStride(blocks: source.blocks, tiles: capacity)
  let products = inputs + 36 &* inputStride
  let weightStride = TransformedWeights.pointStride(
    inputBlocks: source.blocks, outputBlocks: outputs)
  let productStride = TransformedTiles.pointStride(blocks: outputs, tiles: capacity)
  let step = source.blocks &* outputs < 16 ? 16 : 8
  var mask: BlockedImage?
  if let pointer = task.pointee.epilogue.mask {
    mask = destination
    mask?.pointer = pointer
    mask?.batchStride = task.pointee.epilogue.maskBatchStride
  }
  let end = first &+ count
  var start = first
  while start < end {
    let tiles = min(part, end &- start)
    let next = start &+ tiles
    let rows = roundUp(tiles, to: rowGroup)
    transformInputTiles(source, start, tiles, capacity, scratch, inputs)
    let written = WantedTiles(image: destination, first: start, count: tiles, halo: 0)
    let upcoming = WantedTiles(image: source, first: next, count: tiles, halo: 1)
    let stretch = 16 &* source.blocks &* step
    var ahead: FetchAhead
    if let mask {
      ahead = FetchAhead(
        WantedTiles(image: mask, first: start, count: tiles, halo: 0), written, upcoming,
        stretch: stretch, idle: task.pointee.weights)
    } else {
      ahead = FetchAhead(
        written, upcoming, nil, stretch: stretch, idle: task.pointee.weights)
    }
    var point = 0
    while point < 36 {
      multiply(
        source: inputs + point &* inputStride, blockStride: capacity &* 16,
        blocks: source.blocks,
        weights: task.pointee.weights + point &* weightStride,
        result: products + point &* productStride, resultStride: capacity &* 16,
        rows: rows, outputBlocks: outputs, ahead: &ahead, step: step)
      point &+= 1
    }
    transformOutputTiles(task, start, tiles, capacity, scratch, products)
    start = next
  }
}
