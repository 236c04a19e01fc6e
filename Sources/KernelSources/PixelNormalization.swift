internal import KernelTable

/// Pixels that the passes of a block take at a time: a multiple of 12, for the products, and of 16, for the sums.
let chunkPixels = 96

private typealias Four = SIMD4<Float>

@inline(__always)
private func loadFour(_ pointer: Floats) -> Four {
  UnsafeRawPointer(pointer).loadUnaligned(as: Four.self)
}

/// The sum of the four quarters of a vector in memory.
@inline(__always)
private func sumOfQuarters(_ p: Floats) -> Four {
  (loadFour(p) + loadFour(p + 8)) + (loadFour(p + 4) + loadFour(p + 12))
}

/// Writes the sums of four vectors' 16 lanes, always in the same order.
///
/// Kept out of line: inlined side by side, the compiler merges four of these into a mass of permutations.
@inline(never)
private func sumFour(_ p: Floats, _ result: Floats) {
  let a = sumOfQuarters(p)
  let b = sumOfQuarters(p + 16)
  let c = sumOfQuarters(p + 32)
  let d = sumOfQuarters(p + 48)
  let s = Four(a[0], b[0], a[1], b[1]) + Four(a[2], b[2], a[3], b[3])
  let t = Four(c[0], d[0], c[1], d[1]) + Four(c[2], d[2], c[3], d[3])
  let sums = Four(s[0], s[1], t[0], t[1]) + Four(s[2], s[3], t[2], t[3])
  UnsafeMutableRawPointer(result).storeBytes(of: sums, as: Four.self)
}

/// Writes the means over `channels` of 16 vectors' lanes.
@inline(__always)
private func average(_ p: Floats, _ reciprocal: Vector, _ result: Floats) {
  sumFour(p, result)
  sumFour(p + 64, result + 4)
  sumFour(p + 128, result + 8)
  sumFour(p + 192, result + 12)
  store(result, load(result) * reciprocal)
}

/// Sums 16 pixels over blocks, each lane by itself, into `result` `(16, 16)`; an addend is first added in place.
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
    store(result + i, s0)
    store(result + (i &+ 16), s1)
    store(result + (i &+ 32), s2)
    store(result + (i &+ 48), s3)
    i &+= 64
  }
}

/// Sums the squared distances of 16 pixels from their means over blocks into `result` `(16, 16)`.
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
    let target = result + i &* 16
    store(target, s0)
    store(target + 16, s1)
    store(target + 32, s2)
    store(target + 48, s3)
    i &+= 4
  }
}

/// Normalises pixels over their channels, `blocks` whole blocks: minus the mean, over the deviation.
///
/// `count` is rounded up to 16. Where there is an addend it is first added to the source, in place. The reciprocal
/// deviation of each pixel is kept. Scratch: 272 scalars.
@inline(never)
func normalizePixels(
  _ source: Floats, _ sourceStride: Int, _ addend: Floats?, _ addendStride: Int, _ blocks: Int,
  _ count: Int, _ epsilon: Float, _ result: Floats, _ resultStride: Int, _ deviations: Floats,
  _ scratch: Floats
) {
  let reciprocal = broadcast(1 / Float(blocks &* 16))
  let means = scratch + 256
  var first = 0
  while first < count {
    let p = source + first &* 16
    if let addend {
      sumBlocks(p, sourceStride, addend + first &* 16, addendStride, blocks, scratch)
    } else {
      sumBlocks(p, sourceStride, nil, 0, blocks, scratch)
    }
    average(scratch, reciprocal, means)
    sumSquares(p, sourceStride, means, blocks, scratch)
    let factors = deviations + first
    average(scratch, reciprocal, factors)
    store(factors, broadcast(1) / (load(factors) + broadcast(epsilon)).squareRoot())
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
/// `d = deviation * (d - mean(d) - n * mean(d * n))`. Scratch: 544 scalars.
@inline(never)
func normalizePixelsGradient(
  _ normal: Floats, _ gradient: Floats, _ stride: Int, _ blocks: Int, _ count: Int,
  _ deviations: Floats, _ scratch: Floats
) {
  let reciprocal = broadcast(1 / Float(blocks &* 16))
  let products = scratch + 256
  let means = scratch + 512
  var first = 0
  while first < count {
    let d = gradient + first &* 16
    let n = normal + first &* 16
    sumBlocks(d, stride, nil, 0, blocks, scratch)
    sumProducts(d, n, stride, blocks, products)
    average(scratch, reciprocal, means)
    average(products, reciprocal, means + 16)
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

/// Sums the products of 16 pixels of two images over blocks into `result` `(16, 16)`.
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
    store(result + i, s0)
    store(result + (i &+ 16), s1)
    store(result + (i &+ 32), s2)
    store(result + (i &+ 48), s3)
    i &+= 64
  }
}
