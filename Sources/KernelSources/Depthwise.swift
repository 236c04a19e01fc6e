internal import KernelTable

/// Convolves one block of one batch entry. Scratch: one row of zeros, width times 16 scalars.
func depthwise(_ task: UnsafePointer<DepthwiseTask>, _ entry: Int, _ block: Int, _ scratch: Floats)
{
  let s = task.pointee.source
  let d = task.pointee.destination
  let epilogue = task.pointee.epilogue
  let w = task.pointee.weights + block &* 144
  let bias = biasVector(epilogue, block: block)
  let plane = s.pointer + (entry &* s.batchStride &+ block &* s.blockStride)
  let width = s.width
  clear(scratch, width)
  let w0 = load(w), w1 = load(w + 16), w2 = load(w + 32)
  let w3 = load(w + 48), w4 = load(w + 64), w5 = load(w + 80)
  let w6 = load(w + 96), w7 = load(w + 112), w8 = load(w + 128)
  var y = 0
  while y < s.height {
    let above = y > 0 ? plane + (y &- 1) &* width &* 16 : scratch
    let here = plane + y &* width &* 16
    let below = y &+ 1 < s.height ? plane + (y &+ 1) &* width &* 16 : scratch
    var a0 = Vector(), b0 = Vector(), c0 = Vector()
    var a1 = load(above), b1 = load(here), c1 = load(below)
    let offset = block &* d.blockStride &+ y &* width &* 16
    var x = 0
    while x < width {
      var a2 = Vector(), b2 = Vector(), c2 = Vector()
      if x &+ 1 < width {
        let next = (x &+ 1) &* 16
        a2 = load(above + next)
        b2 = load(here + next)
        c2 = load(below + next)
      }
      let top = multiplyAdd(a2, w2, multiplyAdd(a1, w1, a0 * w0))
      let middle = multiplyAdd(b2, w5, multiplyAdd(b1, w4, b0 * w3))
      let bottom = multiplyAdd(c2, w8, multiplyAdd(c1, w7, c0 * w6))
      finish(
        top + middle + bottom, epilogue, bias: bias, destination: d.pointer,
        batchStride: d.batchStride, entry: entry, offset: offset &+ x &* 16)
      a0 = a1
      b0 = b1
      c0 = c1
      a1 = a2
      b1 = b2
      c1 = c2
      x &+= 1
    }
    y &+= 1
  }
}

/// The sum over one block of the source's shifted pixels times the destination's, which holds the gradient: `(9, 16)`.
///
/// Scratch: one row of zeros, width times 16 scalars.
func depthwiseGradient(
  _ task: UnsafePointer<DepthwiseTask>, _ entry: Int, _ block: Int, _ result: Floats,
  _ scratch: Floats
) {
  let s = task.pointee.source
  let g = task.pointee.destination
  let plane = s.pointer + (entry &* s.batchStride &+ block &* s.blockStride)
  let gradient = g.pointer + (entry &* g.batchStride &+ block &* g.blockStride)
  let width = s.width
  clear(scratch, width)
  var r0 = Vector(), r1 = Vector(), r2 = Vector()
  var r3 = Vector(), r4 = Vector(), r5 = Vector()
  var r6 = Vector(), r7 = Vector(), r8 = Vector()
  var y = 0
  while y < s.height {
    let above = y > 0 ? plane + (y &- 1) &* width &* 16 : scratch
    let here = plane + y &* width &* 16
    let below = y &+ 1 < s.height ? plane + (y &+ 1) &* width &* 16 : scratch
    let row = gradient + y &* width &* 16
    var a0 = Vector(), b0 = Vector(), c0 = Vector()
    var a1 = load(above), b1 = load(here), c1 = load(below)
    var x = 0
    while x < width {
      var a2 = Vector(), b2 = Vector(), c2 = Vector()
      if x &+ 1 < width {
        let next = (x &+ 1) &* 16
        a2 = load(above + next)
        b2 = load(here + next)
        c2 = load(below + next)
      }
      let v = load(row + x &* 16)
      r0 = multiplyAdd(a0, v, r0)
      r1 = multiplyAdd(a1, v, r1)
      r2 = multiplyAdd(a2, v, r2)
      r3 = multiplyAdd(b0, v, r3)
      r4 = multiplyAdd(b1, v, r4)
      r5 = multiplyAdd(b2, v, r5)
      r6 = multiplyAdd(c0, v, r6)
      r7 = multiplyAdd(c1, v, r7)
      r8 = multiplyAdd(c2, v, r8)
      a0 = a1
      b0 = b1
      c0 = c1
      a1 = a2
      b1 = b2
      c1 = c2
      x &+= 1
    }
    y &+= 1
  }
  store(result, r0)
  store(result + 16, r1)
  store(result + 32, r2)
  store(result + 48, r3)
  store(result + 64, r4)
  store(result + 80, r5)
  store(result + 96, r6)
  store(result + 112, r7)
  store(result + 128, r8)
}

/// Writes zeros to some vectors.
@inline(__always)
func clear(_ pointer: Floats, _ vectors: Int) {
  var i = 0
  while i < vectors {
    store(pointer + i &* 16, Vector())
    i &+= 1
  }
}
