internal import KernelTable

/// Convolves one row of one block with its 3x3 window.
///
/// The three source rows point at the first output's column; a row outside the image points at zeros. The columns beside
/// them are read where `left` and `right` say that they exist.
@inline(never)
func depthwiseRow(
  _ above: Floats, _ here: Floats, _ below: Floats, _ weights: Floats, _ bias: Vector,
  _ left: Bool, _ right: Bool, _ count: Int, _ result: Floats
) {
  let w0 = load(weights), w1 = load(weights + 16), w2 = load(weights + 32)
  let w3 = load(weights + 48), w4 = load(weights + 64), w5 = load(weights + 80)
  let w6 = load(weights + 96), w7 = load(weights + 112), w8 = load(weights + 128)
  var x = 0
  while x < count {
    let offset = x &* 16
    let hasLeft = x > 0 || left
    if hasLeft && (x &+ 4 < count || (x &+ 4 == count && right)) {
      var r0 = bias, r1 = bias, r2 = bias, r3 = bias
      var p = above + (offset &- 16)
      let a0 = load(p), a1 = load(p + 16), a2 = load(p + 32)
      let a3 = load(p + 48), a4 = load(p + 64), a5 = load(p + 80)
      r0 = multiplyAdd(a2, w2, multiplyAdd(a1, w1, multiplyAdd(a0, w0, r0)))
      r1 = multiplyAdd(a3, w2, multiplyAdd(a2, w1, multiplyAdd(a1, w0, r1)))
      r2 = multiplyAdd(a4, w2, multiplyAdd(a3, w1, multiplyAdd(a2, w0, r2)))
      r3 = multiplyAdd(a5, w2, multiplyAdd(a4, w1, multiplyAdd(a3, w0, r3)))
      p = here + (offset &- 16)
      let b0 = load(p), b1 = load(p + 16), b2 = load(p + 32)
      let b3 = load(p + 48), b4 = load(p + 64), b5 = load(p + 80)
      r0 = multiplyAdd(b2, w5, multiplyAdd(b1, w4, multiplyAdd(b0, w3, r0)))
      r1 = multiplyAdd(b3, w5, multiplyAdd(b2, w4, multiplyAdd(b1, w3, r1)))
      r2 = multiplyAdd(b4, w5, multiplyAdd(b3, w4, multiplyAdd(b2, w3, r2)))
      r3 = multiplyAdd(b5, w5, multiplyAdd(b4, w4, multiplyAdd(b3, w3, r3)))
      p = below + (offset &- 16)
      let c0 = load(p), c1 = load(p + 16), c2 = load(p + 32)
      let c3 = load(p + 48), c4 = load(p + 64), c5 = load(p + 80)
      r0 = multiplyAdd(c2, w8, multiplyAdd(c1, w7, multiplyAdd(c0, w6, r0)))
      r1 = multiplyAdd(c3, w8, multiplyAdd(c2, w7, multiplyAdd(c1, w6, r1)))
      r2 = multiplyAdd(c4, w8, multiplyAdd(c3, w7, multiplyAdd(c2, w6, r2)))
      r3 = multiplyAdd(c5, w8, multiplyAdd(c4, w7, multiplyAdd(c3, w6, r3)))
      store(result + offset, r0)
      store(result + (offset &+ 16), r1)
      store(result + (offset &+ 32), r2)
      store(result + (offset &+ 48), r3)
      x &+= 4
    } else {
      var r = multiplyAdd(load(above + offset), w1, bias)
      r = multiplyAdd(load(here + offset), w4, r)
      r = multiplyAdd(load(below + offset), w7, r)
      if hasLeft {
        r = multiplyAdd(load(above + (offset &- 16)), w0, r)
        r = multiplyAdd(load(here + (offset &- 16)), w3, r)
        r = multiplyAdd(load(below + (offset &- 16)), w6, r)
      }
      if x &+ 1 < count || right {
        r = multiplyAdd(load(above + (offset &+ 16)), w2, r)
        r = multiplyAdd(load(here + (offset &+ 16)), w5, r)
        r = multiplyAdd(load(below + (offset &+ 16)), w8, r)
      }
      store(result + offset, r)
      x &+= 1
    }
  }
}

/// Adds, for one row of one block, each shifted source pixel times the gradient to `result` `(9, 16)`, and the gradient
/// itself to the vector after it.
///
/// Rows and columns as for ``depthwiseRow``.
@inline(never)
func depthwiseRowGradient(
  _ above: Floats, _ here: Floats, _ below: Floats, _ gradient: Floats, _ left: Bool,
  _ right: Bool, _ count: Int, _ result: Floats
) {
  var s0 = load(result), s1 = load(result + 16), s2 = load(result + 32)
  var s3 = load(result + 48), s4 = load(result + 64), s5 = load(result + 80)
  var s6 = load(result + 96), s7 = load(result + 112), s8 = load(result + 128)
  var total = load(result + 144)
  let zero = Vector()
  var a0 = left ? load(above - 16) : zero
  var b0 = left ? load(here - 16) : zero
  var c0 = left ? load(below - 16) : zero
  var a1 = load(above), b1 = load(here), c1 = load(below)
  var x = 0
  while x < count {
    let next = (x &+ 1) &* 16
    var a2 = zero, b2 = zero, c2 = zero
    if x &+ 1 < count || right {
      a2 = load(above + next)
      b2 = load(here + next)
      c2 = load(below + next)
    }
    let v = load(gradient + x &* 16)
    total += v
    s0 = multiplyAdd(a0, v, s0)
    s1 = multiplyAdd(a1, v, s1)
    s2 = multiplyAdd(a2, v, s2)
    s3 = multiplyAdd(b0, v, s3)
    s4 = multiplyAdd(b1, v, s4)
    s5 = multiplyAdd(b2, v, s5)
    s6 = multiplyAdd(c0, v, s6)
    s7 = multiplyAdd(c1, v, s7)
    s8 = multiplyAdd(c2, v, s8)
    a0 = a1
    b0 = b1
    c0 = c1
    a1 = a2
    b1 = b2
    c1 = c2
    x &+= 1
  }
  store(result, s0)
  store(result + 16, s1)
  store(result + 32, s2)
  store(result + 48, s3)
  store(result + 64, s4)
  store(result + 80, s5)
  store(result + 96, s6)
  store(result + 112, s7)
  store(result + 128, s8)
  store(result + 144, total)
}
