internal import KernelTable

/// The gradient of the first pass over one tile: what reaches the source is added to its gradient, what reaches the weights
/// to `result`: `(source, expanded)`, `(expanded)`, then `(expanded block, 9 taps and bias, 16)`.
///
/// Scratch, with `span` the tile's columns and two more on each side: `span` vectors of zeros, two rows, the expansion's and
/// one more chunk, and three windows of twice the channels: `stepRows + 4` rows, `stepRows + 2`, and `stepRows`, each of
/// `span` columns and 12 pixels.
func spatialGateGradient(
  _ task: UnsafePointer<SpatialGateTask>, _ entry: Int, _ tile: Int, _ scratch: Floats,
  _ result: Floats
) {
  guard let gradient = task.pointee.gradient else { return }
  let grid = task.pointee.grid
  let s = task.pointee.source
  let g = task.pointee.gated
  let hidden = 2 &* s.blocks
  let extent = TileExtent(grid, tile, height: s.height, width: s.width)
  let columns = extent.right &- extent.left
  let first = extent.left > 1 ? extent.left &- 2 : 0
  let span = (extent.right &+ 1 < s.width ? extent.right &+ 2 : s.width) &- first
  let left = extent.left > 0 ? extent.left &- 1 : 0
  let right = extent.right < s.width ? extent.right &+ 1 : s.width
  let width = right &- left
  let zeros = scratch
  let rowA = zeros + span &* 16
  let rowB = rowA + span &* 16
  let free = rowB + span &* 16
  let expansion = ExpansionScratch(free, blocks: s.blocks)
  let back = free + ExpansionScratch.scalars(blocks: s.blocks)
  let window = back + s.blocks &* chunkPixels(blocks: s.blocks) &* 16
  let stride = ((grid.stepRows &+ 4) &* span &+ rowGroup) &* 16
  let gates = window + hidden &* stride
  let gatesStride = ((grid.stepRows &+ 2) &* width &+ rowGroup) &* 16
  let expanded = gates + hidden &* gatesStride
  let expandedStride = (grid.stepRows &* columns &+ rowGroup) &* 16
  let weightSums = result
  let biasSums = weightSums + s.blocks &* hidden &* 256
  let depthSums = biasSums + hidden &* 16
  clear(zeros, span)
  var top = extent.top
  while top < extent.bottom {
    let bottom = top &+ grid.stepRows < extent.bottom ? top &+ grid.stepRows : extent.bottom
    // Expanded rows from two above the step to two below; slot 0 is the first.
    var fresh = top > 1 ? top &- 2 : 0
    var freshGates = top > 0 ? top &- 1 : 0
    if top > extent.top {
      slide(window, stride, hidden, grid.stepRows &* span &* 16, 4 &* span &* 16)
      slide(gates, gatesStride, hidden, grid.stepRows &* width &* 16, 2 &* width &* 16)
      fresh = top &+ 2
      freshGates = top &+ 1
    }
    let end = bottom &+ 1 < s.height ? bottom &+ 2 : s.height
    if fresh < end {
      expandRows(
        task, entry, fresh, end &- fresh, first, span, expansion,
        window + (fresh &- top &+ 2) &* span &* 16, stride)
    }
    let endGates = bottom < s.height ? bottom &+ 1 : s.height
    var pair = 0
    while pair < s.blocks {
      // The gate's gradient, where the gate is computed again.
      let meanGradient = load(gradient.meanGradient + (pair &* s.batch &+ entry) &* 16)
      let plane = window + (2 &* pair &* stride &+ (left &- first) &* 16)
      var y = freshGates
      while y < endGates {
        depthwisePair(
          task, pair, plane + (y &- top &+ 1) &* span &* 16, stride, span, hasAbove: y > 0,
          hasBelow: y &+ 1 < s.height, zeros, left: left > 0, right: right < s.width, width, rowA,
          rowB)
        let source =
          g.pointer
          + (entry &* g.batchStride &+ pair &* g.blockStride &+ (y &* g.width &+ left) &* 16)
        let target = gates + (2 &* pair &* gatesStride &+ (y &- top &+ 1) &* width &* 16)
        var i = 0
        while i < width &* 16 {
          let v = load(source + i) + meanGradient
          store(target + i, v * load(rowB + i))
          store(target + (gatesStride &+ i), v * load(rowA + i))
          i &+= 16
        }
        y &+= 1
      }
      var half = 0
      while half < 2 {
        let block = 2 &* pair &+ half
        let values = window + (block &* stride &+ (extent.left &- first) &* 16)
        let gradients = gates + (block &* gatesStride &+ (extent.left &- left) &* 16)
        let edge = zeros + (extent.left > 0 ? 16 : 0)
        let weights = gradient.depthBack + block &* 144
        y = top
        while y < bottom {
          let value = values + (y &- top &+ 1) &* span &* 16
          let row = gradients + (y &- top) &* width &* 16
          let hasBelow = y &+ 1 < s.height
          depthwiseRowGradient(
            y > 0 ? value : edge, value + span &* 16,
            hasBelow ? value + 2 &* span &* 16 : edge, row + width &* 16, extent.left > 0,
            extent.right < s.width, columns, depthSums + block &* 160)
          depthwiseRow(
            y > 0 ? row : edge, row + width &* 16, hasBelow ? row + 2 &* width &* 16 : edge,
            weights, Vector(), extent.left > 0, extent.right < s.width, columns,
            expanded + (block &* expandedStride &+ (y &- top) &* columns &* 16))
          y &+= 1
        }
        half &+= 1
      }
      pair &+= 1
    }
    contractRows(
      task, gradient, entry, top, bottom &- top, extent.left, columns, expansion, back, expanded,
      expandedStride, weightSums, biasSums)
    top = bottom
  }
}

/// The gradient of ``expandRows``: through the 1x1 product, its weights, and the normalisation, into the source's gradient.
@inline(never)
private func contractRows(
  _ task: UnsafePointer<SpatialGateTask>, _ gradient: SpatialGateGradient, _ entry: Int,
  _ firstRow: Int, _ rows: Int, _ left: Int, _ columns: Int, _ scratch: ExpansionScratch,
  _ back: Floats, _ expanded: Floats, _ expandedStride: Int, _ weightSums: Floats,
  _ biasSums: Floats
) {
  let s = task.pointee.source
  let d = gradient.sourceGradient
  let hidden = 2 &* s.blocks
  let isWhole = columns == s.width
  let runs = isWhole ? 1 : rows
  let length = isWhole ? rows &* columns : columns
  let chunk = chunkPixels(blocks: s.blocks)
  let stride = chunk &* 16
  var run = 0
  while run < runs {
    let offset = ((firstRow &+ run) &* s.width &+ left) &* 16
    var first = 0
    while first < length {
      let count = length &- first < chunk ? length &- first : chunk
      let source = s.pointer + (entry &* s.batchStride &+ offset &+ first &* 16)
      let target = d.pointer + (entry &* d.batchStride &+ offset &+ first &* 16)
      let rowsOfGradient = expanded + (run &* length &+ first) &* 16
      normalizePixels(
        source, s.blockStride, nil, 0, s.blocks, count, task.pointee.epsilon, scratch.normal,
        stride, scratch.deviations, scratch.sums)
      accumulateOuter(
        source: scratch.normal, sourceStride: stride, sourceBlocks: s.blocks,
        gradient: rowsOfGradient, gradientStride: expandedStride, gradientBlocks: hidden,
        rows: count, result: weightSums)
      addPixels(rowsOfGradient, expandedStride, hidden, count, biasSums)
      multiply(
        source: rowsOfGradient, blockStride: expandedStride, blocks: hidden,
        weights: gradient.expansionBack, result: back, resultStride: stride,
        rows: roundUp(count, to: rowGroup), outputBlocks: s.blocks)
      normalizePixelsGradient(
        scratch.normal, back, stride, s.blocks, count, scratch.deviations, scratch.sums)
      addRows(back, stride, s.blocks, count, target, d.blockStride)
      first &+= count
    }
    run &+= 1
  }
}

/// Adds the sum over pixels of each block to `result`.
@inline(never)
func addPixels(_ source: Floats, _ stride: Int, _ blocks: Int, _ count: Int, _ result: Floats) {
  var block = 0
  while block < blocks {
    let p = source + block &* stride
    var even = load(result + block &* 16)
    var odd = Vector()
    var i = 0
    while i &+ 1 < count {
      even += load(p + i &* 16)
      odd += load(p + (i &* 16 &+ 16))
      i &+= 2
    }
    if i < count { even += load(p + i &* 16) }
    store(result + block &* 16, even + odd)
    block &+= 1
  }
}

/// Adds pixels of some blocks to others'.
@inline(__always)
func addRows(
  _ source: Floats, _ sourceStride: Int, _ blocks: Int, _ count: Int, _ target: Floats,
  _ targetStride: Int
) {
  var block = 0
  while block < blocks {
    let p = source + block &* sourceStride
    let q = target + block &* targetStride
    var i = 0
    while i < count &* 16 {
      store(q + i, load(q + i) + load(p + i))
      i &+= 16
    }
    block &+= 1
  }
}
