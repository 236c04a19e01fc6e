internal import KernelTable

/// Where a tile lies, and the columns that its windows reach.
struct TileExtent {
  var top: Int
  var bottom: Int
  var left: Int
  var right: Int

  @inline(__always)
  init(_ grid: TileGrid, _ tile: Int, height: Int, width: Int) {
    top = tile / grid.across &* grid.rows
    left = tile % grid.across &* grid.columns
    bottom = top &+ grid.rows < height ? top &+ grid.rows : height
    right = left &+ grid.columns < width ? left &+ grid.columns : width
  }
}

/// Scratch for pixels on their way through the normalisation and the 1x1 product behind it.
struct ExpansionScratch {
  /// Normalised pixels, `(block, chunk, 16)`.
  var normal: Floats
  var deviations: Floats
  /// 32 scalars.
  var sums: Floats

  @inline(__always)
  init(_ scratch: Floats, blocks: Int) {
    let chunk = chunkPixels(blocks: blocks)
    deviations = scratch
    sums = scratch + chunk
    normal = scratch + (chunk &+ 32)
  }

  @inline(__always)
  static func scalars(blocks: Int) -> Int {
    chunkPixels(blocks: blocks) &* (1 &+ blocks &* 16) &+ 32
  }
}

/// Normalises and expands some rows of some columns into `(block, pixel, 16)`, and up to 11 pixels more.
@inline(never)
func expandRows(
  _ task: UnsafePointer<SpatialGateTask>, _ entry: Int, _ firstRow: Int, _ rows: Int, _ left: Int,
  _ span: Int, _ scratch: ExpansionScratch, _ result: Floats, _ resultStride: Int
) {
  let s = task.pointee.source
  // Whole rows are one run of pixels.
  let isWhole = span == s.width
  let runs = isWhole ? 1 : rows
  let length = isWhole ? rows &* span : span
  let chunk = chunkPixels(blocks: s.blocks)
  var run = 0
  while run < runs {
    let source =
      s.pointer + (entry &* s.batchStride &+ ((firstRow &+ run) &* s.width &+ left) &* 16)
    var first = 0
    while first < length {
      let count = length &- first < chunk ? length &- first : chunk
      normalizePixels(
        source + first &* 16, s.blockStride, nil, 0, s.blocks, count, task.pointee.epsilon,
        scratch.normal, chunk &* 16, scratch.deviations, scratch.sums)
      multiply(
        source: scratch.normal, blockStride: chunk &* 16, blocks: s.blocks,
        weights: task.pointee.expansion, bias: task.pointee.expansionBias,
        result: result + (run &* length &+ first) &* 16, resultStride: resultStride,
        rows: roundUp(count, to: rowGroup), outputBlocks: 2 &* s.blocks)
      first &+= count
    }
    run &+= 1
  }
}

/// Moves the last rows of a window to its beginning.
@inline(never)
func slide(_ window: Floats, _ stride: Int, _ blocks: Int, _ from: Int, _ scalars: Int) {
  var block = 0
  while block < blocks {
    let target = window + block &* stride
    let source = target + from
    var i = 0
    while i < scalars {
      store(target + i, load(source + i))
      i &+= 16
    }
    block &+= 1
  }
}

/// The first pass of a block over one tile.
///
/// Scratch, with `span` the tile's columns and one more on each side: `span` vectors of zeros, two rows, the expansion's,
/// and the window of `stepRows + 2` rows and 12 pixels, twice the channels.
func spatialGate(
  _ task: UnsafePointer<SpatialGateTask>, _ entry: Int, _ tile: Int, _ scratch: Floats
) {
  let grid = task.pointee.grid
  let s = task.pointee.source
  let d = task.pointee.gated
  let hidden = 2 &* s.blocks
  let extent = TileExtent(grid, tile, height: s.height, width: s.width)
  let first = extent.left > 0 ? extent.left &- 1 : 0
  let span = (extent.right < s.width ? extent.right &+ 1 : s.width) &- first
  let columns = extent.right &- extent.left
  let zeros = scratch
  let rowA = zeros + span &* 16
  let rowB = rowA + span &* 16
  let free = rowB + span &* 16
  let expansion = ExpansionScratch(free, blocks: s.blocks)
  let window = free + ExpansionScratch.scalars(blocks: s.blocks)
  let stride = ((grid.stepRows &+ 2) &* span &+ rowGroup) &* 16
  clear(zeros, span)
  var step = 0
  var top = extent.top
  while step < grid.steps {
    let sums =
      task.pointee.sums
      + ((entry &* grid.count &+ tile) &* grid.steps &+ step) &* s.blocks &* 16
    clear(sums, s.blocks)
    if top < extent.bottom {
      let bottom = top &+ grid.stepRows < extent.bottom ? top &+ grid.stepRows : extent.bottom
      // The row at slot 0 is the one above the step.
      var fresh = top &- 1
      if step > 0 {
        slide(window, stride, hidden, grid.stepRows &* span &* 16, 2 &* span &* 16)
        fresh = top &+ 1
      } else if fresh < 0 {
        fresh = 0
      }
      let end = bottom < s.height ? bottom &+ 1 : s.height
      if fresh < end {
        expandRows(
          task, entry, fresh, end &- fresh, first, span, expansion,
          window + (fresh &- top &+ 1) &* span &* 16, stride)
      }
      var pair = 0
      while pair < s.blocks {
        var sum = Vector()
        let planeA = window + (2 &* pair &* stride &+ (extent.left &- first) &* 16)
        var y = top
        while y < bottom {
          let slot = (y &- top) &* span &* 16
          depthwisePair(
            task, pair, planeA + slot, stride, span, hasAbove: y > 0, hasBelow: y &+ 1 < s.height,
            zeros, left: extent.left > 0, right: extent.right < s.width, columns, rowA, rowB)
          let target =
            d.pointer
            + (entry &* d.batchStride &+ pair &* d.blockStride
              &+ (y &* d.width &+ extent.left) &* 16)
          var i = 0
          while i < columns &* 16 {
            let product = load(rowA + i) * load(rowB + i)
            store(target + i, product)
            sum += product
            i &+= 16
          }
          y &+= 1
        }
        store(sums + pair &* 16, sum)
        pair &+= 1
      }
      top = bottom
    }
    step &+= 1
  }
}

/// Convolves one row of both blocks of a pair; `above` points at the first column of the row above in the window.
@inline(__always)
func depthwisePair(
  _ task: UnsafePointer<SpatialGateTask>, _ pair: Int, _ above: Floats, _ stride: Int, _ span: Int,
  hasAbove: Bool, hasBelow: Bool, _ zeros: Floats, left: Bool, right: Bool, _ columns: Int,
  _ rowA: Floats, _ rowB: Floats
) {
  let weights = task.pointee.depth + 288 &* pair
  let bias = task.pointee.depthBias + 32 &* pair
  // Zeros begin one column to the left, which the window may read.
  let edge = zeros + (left ? 16 : 0)
  var half = 0
  while half < 2 {
    let plane = above + half &* stride
    depthwiseRow(
      hasAbove ? plane : edge, plane + span &* 16, hasBelow ? plane + 2 &* span &* 16 : edge,
      weights + half &* 144, load(bias + half &* 16), left, right, columns,
      half == 0 ? rowA : rowB)
    half &+= 1
  }
}
