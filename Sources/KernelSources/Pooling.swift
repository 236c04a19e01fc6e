internal import KernelTable

@inline(__always)
private func maximum(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .> a) }

/// The greatest of each 2x2 pixels of one block.
func maximumPool(
  _ source: UnsafePointer<BlockedImage>, _ destination: UnsafePointer<BlockedImage>, _ entry: Int,
  _ block: Int
) {
  let s = source.pointee
  let d = destination.pointee
  var y = 0
  while y < d.height {
    let row =
      s.pointer
      + (entry &* s.batchStride &+ block &* s.blockStride &+ 2 &* y &* s.width &* 16)
    let target =
      d.pointer + (entry &* d.batchStride &+ block &* d.blockStride &+ y &* d.width &* 16)
    var x = 0
    while x < d.width {
      let p = row + x &* 32
      let q = p + s.width &* 16
      store(
        target + x &* 16,
        maximum(maximum(load(p), load(p + 16)), maximum(load(q), load(q + 16))))
      x &+= 1
    }
    y &+= 1
  }
}

/// Hands each pooled gradient to the first pixel, in reading order, that equals the maximum.
func maximumPoolGradient(
  _ source: UnsafePointer<BlockedImage>, _ pooled: UnsafePointer<BlockedImage>,
  _ gradient: UnsafePointer<BlockedImage>, _ sourceGradient: UnsafePointer<BlockedImage>,
  _ accumulates: Bool, _ entry: Int, _ block: Int
) {
  let s = source.pointee
  let d = pooled.pointee
  let g = gradient.pointee
  let t = sourceGradient.pointee
  let zero = Vector()
  // Where the pooled size is half of an odd size, the last row and column receive nothing.
  if !accumulates && (s.height % 2 != 0 || s.width % 2 != 0) {
    let plane = t.pointer + (entry &* t.batchStride &+ block &* t.blockStride)
    var i = 0
    while i < t.pixels {
      store(plane + i &* 16, zero)
      i &+= 1
    }
  }
  var y = 0
  while y < d.height {
    let rowOffset = block &* s.blockStride &+ 2 &* y &* s.width &* 16
    let row = s.pointer + (entry &* s.batchStride &+ rowOffset)
    let targetRow = t.pointer + (entry &* t.batchStride &+ rowOffset)
    let pooledOffset = block &* d.blockStride &+ y &* d.width &* 16
    let pooledRow = d.pointer + (entry &* d.batchStride &+ pooledOffset)
    let gradientRow = g.pointer + (entry &* g.batchStride &+ pooledOffset)
    var x = 0
    while x < d.width {
      let best = load(pooledRow + x &* 16)
      var left = load(gradientRow + x &* 16)
      var tap = 0
      while tap < 4 {
        let offset = (tap / 2 &* s.width &+ 2 &* x &+ tap % 2) &* 16
        let hit = load(row + offset) .== best
        var v = zero.replacing(with: left, where: hit)
        left = left.replacing(with: zero, where: hit)
        if accumulates { v += load(targetRow + offset) }
        store(targetRow + offset, v)
        tap &+= 1
      }
      x &+= 1
    }
    y &+= 1
  }
}
