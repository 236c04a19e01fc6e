internal import KernelTable

// Winograd's minimal filtering at the points 0, 1, -1, 2, -2 and infinity: Lavin and Gray, "Fast Algorithms for
// Convolutional Neural Networks", 2015, https://arxiv.org/abs/1509.09308. F(4, 3) and F(3, 4) share the input transform.

/// Transforms a 6x6 window of vectors, rows `rowStride` scalars apart, into 36 vectors `resultStride` apart.
@inline(__always)
func transformInput(
  _ source: Floats, _ rowStride: Int, _ scratch: Floats, _ result: Floats, _ resultStride: Int
) {
  var x = 0
  while x < 6 {
    let p = source + x &* 16
    inputLine(
      load(p), load(p + rowStride), load(p + 2 &* rowStride), load(p + 3 &* rowStride),
      load(p + 4 &* rowStride), load(p + 5 &* rowStride), scratch + x &* 16, 96)
    x &+= 1
  }
  var y = 0
  while y < 6 {
    let p = scratch + y &* 96
    inputLine(
      load(p), load(p + 16), load(p + 32), load(p + 48), load(p + 64), load(p + 80),
      result + y &* 6 &* resultStride, resultStride)
    y &+= 1
  }
}

/// The input transform of one line of six.
@inline(__always)
private func inputLine(
  _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ d5: Vector,
  _ result: Floats, _ stride: Int
) {
  let minusFour = broadcast(-4)
  let four = broadcast(4)
  let minusFive = broadcast(-5)
  let even = multiplyAdd(minusFour, d2, d4)
  let odd = multiplyAdd(minusFour, d1, d3)
  let difference = d4 - d2
  let step = (d3 - d1) * broadcast(2)
  store(result, multiplyAdd(four, d0, multiplyAdd(minusFive, d2, d4)))
  store(result + stride, even + odd)
  store(result + 2 &* stride, even - odd)
  store(result + 3 &* stride, difference + step)
  store(result + 4 &* stride, difference - step)
  store(result + 5 &* stride, multiplyAdd(four, d1, multiplyAdd(minusFive, d3, d5)))
}

/// Transforms a 4x4 window of gradient vectors into 36 vectors: the filter transform of F(3x3, 4x4).
@inline(__always)
func transformGradient(
  _ source: Floats, _ rowStride: Int, _ scratch: Floats, _ result: Floats, _ resultStride: Int
) {
  var x = 0
  while x < 4 {
    let p = source + x &* 16
    gradientLine(
      load(p), load(p + rowStride), load(p + 2 &* rowStride), load(p + 3 &* rowStride),
      scratch + x &* 16, 96)
    x &+= 1
  }
  var y = 0
  while y < 6 {
    let p = scratch + y &* 96
    gradientLine(
      load(p), load(p + 16), load(p + 32), load(p + 48), result + y &* 6 &* resultStride,
      resultStride)
    y &+= 1
  }
}

/// The gradient transform of one line of four.
@inline(__always)
private func gradientLine(
  _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ result: Floats, _ stride: Int
) {
  let sixth = broadcast(-1 / 6)
  let even = d0 + d2
  let odd = d1 + d3
  let evenTwo = multiplyAdd(broadcast(4), d2, d0) * broadcast(1 / 24)
  let oddTwo = multiplyAdd(broadcast(4), d3, d1) * broadcast(1 / 12)
  store(result, d0 * broadcast(0.25))
  store(result + stride, (even + odd) * sixth)
  store(result + 2 &* stride, (even - odd) * sixth)
  store(result + 3 &* stride, evenTwo + oddTwo)
  store(result + 4 &* stride, evenTwo - oddTwo)
  store(result + 5 &* stride, d3)
}

/// The first step of the output transform: six lines of six, `stride` apart, become four lines in scratch.
@inline(__always)
func transformOutputColumns(_ source: Floats, _ stride: Int, _ scratch: Floats) {
  var x = 0
  let row = 6 &* stride
  while x < 6 {
    let p = source + x &* stride
    let (r0, r1, r2, r3) = outputLine(
      load(p), load(p + row), load(p + 2 &* row), load(p + 3 &* row), load(p + 4 &* row),
      load(p + 5 &* row))
    let t = scratch + x &* 16
    store(t, r0)
    store(t + 96, r1)
    store(t + 192, r2)
    store(t + 288, r3)
    x &+= 1
  }
}

/// The second step of the output transform: one row of the scratch becomes four pixels.
@inline(__always)
func outputRow(_ scratch: Floats, _ y: Int) -> (Vector, Vector, Vector, Vector) {
  let p = scratch + y &* 96
  return outputLine(
    load(p), load(p + 16), load(p + 32), load(p + 48), load(p + 64), load(p + 80))
}

/// The output transform of one line of six.
@inline(__always)
func outputLine(
  _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
) -> (Vector, Vector, Vector, Vector) {
  let a = m1 + m2
  let b = m1 - m2
  let c = m3 + m4
  let d = m3 - m4
  return (
    m0 + a + c, multiplyAdd(broadcast(2), d, b), multiplyAdd(broadcast(4), c, a),
    multiplyAdd(broadcast(8), d, b) + m5
  )
}
