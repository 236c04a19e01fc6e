internal import KernelTable

/// Pixels that the passes of a block take at a time: a multiple of 12, for the products, and of 16, for the sums.
///
/// Few channels stay in the first-level cache; many should read their weights less often.
@inline(__always)
func chunkPixels(blocks: Int) -> Int { blocks <= 4 ? 48 : 96 }

private typealias Four = SIMD4<Float>

/// The sums of four vectors' 16 lanes, always in the same order.
///
/// Kept out of line: inlined side by side, the compiler merges four of these into a mass of permutations.
@inline(never)
private func sumFour(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> Four {
  let e = sumOfQuarters(a), f = sumOfQuarters(b), g = sumOfQuarters(c), h = sumOfQuarters(d)
  let s = Four(e[0], f[0], e[1], f[1]) + Four(e[2], f[2], e[3], f[3])
  let t = Four(g[0], h[0], g[1], h[1]) + Four(g[2], h[2], g[3], h[3])
  return Four(s[0], s[1], t[0], t[1]) + Four(s[2], s[3], t[2], t[3])
}

@inline(__always)
private func sumOfQuarters(_ a: Vector) -> Four {
  let half = a.lowHalf + a.highHalf
  return half.lowHalf + half.highHalf
}

@inline(__always)
private func storeFour(_ result: Floats, _ sums: Four) {
  UnsafeMutableRawPointer(result).storeBytes(of: sums, as: Four.self)
}

/// Sums the channels of 16 pixels; an addend is first added in place.
@inline(__always)
private func sumBlocks(
  _ p: Floats, _ stride: Int, _ addend: Floats?, _ addendStride: Int, _ blocks: Int,
  _ result: Floats
) {
  var i = 0
  while i < 256 {
    var s0 = Vector(), s1 = Vector(), s2 = Vector(), s3 = Vector()
    var q = p + i
    var block = 0
    if let addend {
      var a = addend + i
      while block < blocks {
        let v0 = load(q) + load(a), v1 = load(q + 16) + load(a + 16)
        let v2 = load(q + 32) + load(a + 32), v3 = load(q + 48) + load(a + 48)
        store(q, v0)
        store(q + 16, v1)
        store(q + 32, v2)
        store(q + 48, v3)
        s0 += v0
        s1 += v1
        s2 += v2
        s3 += v3
        q += stride
        a += addendStride
        block &+= 1
      }
    } else {
      while block < blocks {
        s0 += load(q)
        s1 += load(q + 16)
        s2 += load(q + 32)
        s3 += load(q + 48)
        q += stride
        block &+= 1
      }
    }
    storeFour(result + i / 16, sumFour(s0, s1, s2, s3))
    i &+= 64
  }
}

/// Sums the squared distances of the channels of 16 pixels from their means.
@inline(__always)
private func sumSquares(
  _ p: Floats, _ stride: Int, _ means: Floats, _ blocks: Int, _ result: Floats
) {
  var i = 0
  while i < 16 {
    let m0 = broadcast(means[i]), m1 = broadcast(means[i &+ 1])
    let m2 = broadcast(means[i &+ 2]), m3 = broadcast(means[i &+ 3])
    var s0 = Vector(), s1 = Vector(), s2 = Vector(), s3 = Vector()
    var q = p + i &* 16
    var block = 0
    while block < blocks {
      let v0 = load(q) - m0, v1 = load(q + 16) - m1
      let v2 = load(q + 32) - m2, v3 = load(q + 48) - m3
      s0 = multiplyAdd(v0, v0, s0)
      s1 = multiplyAdd(v1, v1, s1)
      s2 = multiplyAdd(v2, v2, s2)
      s3 = multiplyAdd(v3, v3, s3)
      q += stride
      block &+= 1
    }
    storeFour(result + i, sumFour(s0, s1, s2, s3))
    i &+= 4
  }
}

/// Normalises pixels over their channels, `blocks` whole blocks: minus the mean, over the deviation.
///
/// `count` is rounded up to 16. Where there is an addend it is first added to the source, in place. The reciprocal
/// deviation of each pixel is kept. Scratch: 16 scalars.
@inline(never)
func normalizePixels(
  _ source: Floats, _ sourceStride: Int, _ addend: Floats?, _ addendStride: Int, _ blocks: Int,
  _ count: Int, _ epsilon: Float, _ result: Floats, _ resultStride: Int, _ deviations: Floats,
  _ scratch: Floats
) {
  let reciprocal = broadcast(1 / Float(blocks &* 16))
  let means = scratch
  var first = 0
  while first < count {
    let p = source + first &* 16
    if let addend {
      sumBlocks(p, sourceStride, addend + first &* 16, addendStride, blocks, means)
    } else {
      sumBlocks(p, sourceStride, nil, 0, blocks, means)
    }
    store(means, load(means) * reciprocal)
    let factors = deviations + first
    sumSquares(p, sourceStride, means, blocks, factors)
    let variance = multiplyAdd(load(factors), reciprocal, broadcast(epsilon))
    store(factors, broadcast(1) / variance.squareRoot())
    var i = 0
    while i < 16 {
      let m0 = broadcast(means[i]), m1 = broadcast(means[i &+ 1])
      let m2 = broadcast(means[i &+ 2]), m3 = broadcast(means[i &+ 3])
      let f0 = broadcast(factors[i]), f1 = broadcast(factors[i &+ 1])
      let f2 = broadcast(factors[i &+ 2]), f3 = broadcast(factors[i &+ 3])
      var q = p + i &* 16
      var r = result + (first &+ i) &* 16
      var block = 0
      while block < blocks {
        store(r, (load(q) - m0) * f0)
        store(r + 16, (load(q + 16) - m1) * f1)
        store(r + 32, (load(q + 32) - m2) * f2)
        store(r + 48, (load(q + 48) - m3) * f3)
        q += sourceStride
        r += resultStride
        block &+= 1
      }
      i &+= 4
    }
    first &+= 16
  }
}

/// Replaces the gradient of normalised pixels by that of the pixels before; `count` is rounded up to 16.
///
/// `d = deviation * (d - mean(d) - n * mean(d * n))`. Scratch: 32 scalars.
@inline(never)
func normalizePixelsGradient(
  _ normal: Floats, _ gradient: Floats, _ stride: Int, _ blocks: Int, _ count: Int,
  _ deviations: Floats, _ scratch: Floats
) {
  let reciprocal = broadcast(1 / Float(blocks &* 16))
  let means = scratch
  var first = 0
  while first < count {
    let d = gradient + first &* 16
    let n = normal + first &* 16
    sumBlocks(d, stride, nil, 0, blocks, means)
    sumProducts(d, n, stride, blocks, means + 16)
    store(means, load(means) * reciprocal)
    store(means + 16, load(means + 16) * reciprocal)
    var i = 0
    while i < 16 {
      let m0 = broadcast(means[i]), m1 = broadcast(means[i &+ 1])
      let p0 = broadcast(means[16 &+ i]), p1 = broadcast(means[17 &+ i])
      let f0 = broadcast(deviations[first &+ i]), f1 = broadcast(deviations[first &+ i &+ 1])
      var q = d + i &* 16
      var r = n + i &* 16
      var block = 0
      while block < blocks {
        store(q, (load(q) - m0 - p0 * load(r)) * f0)
        store(q + 16, (load(q + 16) - m1 - p1 * load(r + 16)) * f1)
        q += stride
        r += stride
        block &+= 1
      }
      i &+= 2
    }
    first &+= 16
  }
}

/// Sums the products of the channels of 16 pixels of two images.
@inline(__always)
private func sumProducts(_ a: Floats, _ b: Floats, _ stride: Int, _ blocks: Int, _ result: Floats) {
  var i = 0
  while i < 256 {
    var s0 = Vector(), s1 = Vector(), s2 = Vector(), s3 = Vector()
    var p = a + i
    var q = b + i
    var block = 0
    while block < blocks {
      s0 = multiplyAdd(load(p), load(q), s0)
      s1 = multiplyAdd(load(p + 16), load(q + 16), s1)
      s2 = multiplyAdd(load(p + 32), load(q + 32), s2)
      s3 = multiplyAdd(load(p + 48), load(q + 48), s3)
      p += stride
      q += stride
      block &+= 1
    }
    storeFour(result + i / 16, sumFour(s0, s1, s2, s3))
    i &+= 64
  }
}
