internal import KernelTable

/// Scratch of the second pass: chunks of pixels, `(block, chunk, 16)` each, the channels rounded to whole blocks.
private struct ChannelScratch {
  var deviations: Floats
  var sums: Floats
  /// The first branch's result.
  var middle: Floats
  var normal: Floats
  /// Twice the channels, in pairs of blocks.
  var expanded: Floats
  var gate: Floats
  var result: Floats
  /// Twice the channels; of the gradient only.
  var expandedGradient: Floats

  @inline(__always)
  init(_ scratch: Floats, blocks: Int) {
    let chunk = chunkPixels(blocks: blocks)
    let size = blocks &* chunk &* 16
    deviations = scratch
    sums = scratch + chunk
    middle = scratch + (chunk &+ 32)
    normal = middle + size
    expanded = normal + size
    gate = expanded + 2 &* size
    result = gate + size
    expandedGradient = result + size
  }
}

/// The chunk up to the gate: mixing, residual, normalisation, expansion, gate.
@inline(__always)
private func mixAndGate(
  _ task: UnsafePointer<ChannelGateTask>, _ entry: Int, _ pixel: Int, _ count: Int,
  _ scratch: ChannelScratch
) {
  let s = task.pointee.source
  let g = task.pointee.gated
  let stride = chunkPixels(blocks: s.blocks) &* 16
  let rows = roundUp(count, to: rowGroup)
  multiply(
    source: g.pointer + (entry &* g.batchStride &+ pixel &* 16), blockStride: g.blockStride,
    blocks: g.blocks, weights: task.pointee.mixing + entry &* task.pointee.mixingStride,
    bias: task.pointee.mixingBias, result: scratch.middle, resultStride: stride, rows: rows,
    outputBlocks: s.blocks)
  normalizePixels(
    scratch.middle, stride, s.pointer + (entry &* s.batchStride &+ pixel &* 16), s.blockStride,
    s.blocks, count, task.pointee.epsilon, scratch.normal, stride, scratch.deviations,
    scratch.sums)
  multiply(
    source: scratch.normal, blockStride: stride, blocks: s.blocks,
    weights: task.pointee.expansion, bias: task.pointee.expansionBias, result: scratch.expanded,
    resultStride: stride, rows: rows, outputBlocks: 2 &* s.blocks)
  var block = 0
  while block < s.blocks {
    let a = scratch.expanded + 2 &* block &* stride
    let b = a + stride
    let target = scratch.gate + block &* stride
    var i = 0
    while i < rows &* 16 {
      store(target + i, load(a + i) * load(b + i))
      i &+= 16
    }
    block &+= 1
  }
}

/// The second pass of a block over some pixels. Scratch: 128 scalars and six chunks of all channels.
func channelGate(
  _ task: UnsafePointer<ChannelGateTask>, _ entry: Int, _ first: Int, _ count: Int,
  _ scratch: Floats
) {
  let s = task.pointee.source
  let d = task.pointee.destination
  let chunk = chunkPixels(blocks: s.blocks)
  let stride = chunk &* 16
  let work = ChannelScratch(scratch, blocks: s.blocks)
  var done = 0
  while done < count {
    let pixels = count &- done < chunk ? count &- done : chunk
    let pixel = first &+ done
    mixAndGate(task, entry, pixel, pixels, work)
    multiply(
      source: work.gate, blockStride: stride, blocks: s.blocks,
      weights: task.pointee.projection, bias: task.pointee.projectionBias, result: work.result,
      resultStride: stride, rows: roundUp(pixels, to: rowGroup), outputBlocks: s.blocks)
    var block = 0
    while block < s.blocks {
      let a = work.middle + block &* stride
      let b = work.result + block &* stride
      let target = d.pointer + (entry &* d.batchStride &+ block &* d.blockStride &+ pixel &* 16)
      var i = 0
      while i < pixels &* 16 {
        store(target + i, load(a + i) + load(b + i))
        i &+= 16
      }
      block &+= 1
    }
    done &+= pixels
  }
}

/// The gradient of the second pass over some pixels.
///
/// The destination holds its gradient and receives the gated image's. Scratch: 128 scalars and eight chunks of all channels.
/// `own` is `(gated, mixed)`, `(mixed)`: of the batch entry, because the attention differs; `shared` is
/// `(mixed, expanded)`, `(expanded)`, `(gate, result)`, `(result)`.
func channelGateGradient(
  _ task: UnsafePointer<ChannelGateTask>, _ entry: Int, _ first: Int, _ count: Int,
  _ scratch: Floats, _ own: Floats, _ shared: Floats
) {
  guard let gradient = task.pointee.gradient else { return }
  let s = task.pointee.source
  let g = task.pointee.gated
  let d = task.pointee.destination
  let t = gradient.sourceGradient
  let blocks = s.blocks
  let chunk = chunkPixels(blocks: s.blocks)
  let stride = chunk &* 16
  let work = ChannelScratch(scratch, blocks: blocks)
  let square = blocks &* blocks &* 256
  let expansionBiasSums = shared + 2 &* square
  let projectionSums = expansionBiasSums + 32 &* blocks
  var done = 0
  while done < count {
    let pixels = count &- done < chunk ? count &- done : chunk
    let rows = roundUp(pixels, to: rowGroup)
    let pixel = first &+ done
    mixAndGate(task, entry, pixel, pixels, work)
    let incoming = d.pointer + (entry &* d.batchStride &+ pixel &* 16)
    let gated = g.pointer + (entry &* g.batchStride &+ pixel &* 16)
    accumulateOuter(
      source: work.gate, sourceStride: stride, sourceBlocks: blocks, gradient: incoming,
      gradientStride: d.blockStride, gradientBlocks: blocks, rows: pixels, result: projectionSums)
    addPixels(incoming, d.blockStride, blocks, pixels, projectionSums + square)
    multiply(
      source: incoming, blockStride: d.blockStride, blocks: blocks,
      weights: gradient.projectionBack, result: work.gate, resultStride: stride, rows: rows,
      outputBlocks: blocks)
    gateGradient(work.expanded, work.gate, work.expandedGradient, stride, blocks, rows)
    accumulateOuter(
      source: work.normal, sourceStride: stride, sourceBlocks: blocks,
      gradient: work.expandedGradient, gradientStride: stride, gradientBlocks: 2 &* blocks,
      rows: pixels, result: shared)
    addPixels(work.expandedGradient, stride, 2 &* blocks, pixels, expansionBiasSums)
    multiply(
      source: work.expandedGradient, blockStride: stride, blocks: 2 &* blocks,
      weights: gradient.expansionBack, result: work.result, resultStride: stride, rows: rows,
      outputBlocks: blocks)
    normalizePixelsGradient(
      work.normal, work.result, stride, blocks, pixels, work.deviations, work.sums)
    addRows(incoming, d.blockStride, blocks, pixels, work.result, stride)
    accumulateOuter(
      source: gated, sourceStride: g.blockStride, sourceBlocks: blocks, gradient: work.result,
      gradientStride: stride, gradientBlocks: blocks, rows: pixels, result: own)
    addPixels(work.result, stride, blocks, pixels, own + square)
    multiply(
      source: work.result, blockStride: stride, blocks: blocks,
      weights: gradient.mixingBack + entry &* task.pointee.mixingStride, result: work.gate,
      resultStride: stride, rows: rows, outputBlocks: blocks)
    writeGradients(
      work, stride, blocks, pixels, incoming, d.blockStride,
      t.pointer + (entry &* t.batchStride &+ pixel &* 16), t.blockStride, gradient.accumulates)
    done &+= pixels
  }
}

/// Each factor's gradient: the product's gradient times the other factor.
@inline(never)
private func gateGradient(
  _ factors: Floats, _ gradient: Floats, _ result: Floats, _ stride: Int, _ blocks: Int,
  _ rows: Int
) {
  var block = 0
  while block < blocks {
    let a = factors + 2 &* block &* stride
    let v = gradient + block &* stride
    let target = result + 2 &* block &* stride
    var i = 0
    while i < rows &* 16 {
      let product = load(v + i)
      store(target + i, product * load(a + (stride &+ i)))
      store(target + (stride &+ i), product * load(a + i))
      i &+= 16
    }
    block &+= 1
  }
}

/// Writes the gated image's gradient over the result's, and writes, or adds, the source's.
@inline(never)
private func writeGradients(
  _ work: ChannelScratch, _ stride: Int, _ blocks: Int, _ count: Int, _ gated: Floats,
  _ gatedStride: Int, _ source: Floats, _ sourceStride: Int, _ accumulates: Bool
) {
  var block = 0
  while block < blocks {
    let offset = block &* stride
    let g = gated + block &* gatedStride
    let s = source + block &* sourceStride
    var i = 0
    while i < count &* 16 {
      store(g + i, load(work.gate + (offset &+ i)))
      let v = load(work.result + (offset &+ i))
      store(s + i, accumulates ? load(s + i) + v : v)
      i &+= 16
    }
    block &+= 1
  }
}
