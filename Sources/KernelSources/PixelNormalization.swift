internal import KernelTable

/// Pixels that the passes of a block take at a time: a multiple of 12, for the products, and of 16, for the sums.
let chunkPixels = 96

private typealias Eight = SIMD8<Float>

@inline(__always)
private func loadEight(_ pointer: Floats) -> Eight {
  UnsafeRawPointer(pointer).loadUnaligned(as: Eight.self)
}

/// The sums of eight vectors' 16 lanes, always in the same order.
///
/// Three exchanges add eight numbers each instead of one sum at a time.
@inline(__always)
private func sumsOfEight(_ p: Floats) -> Eight {
  let v0 = loadEight(p) + loadEight(p + 8)
  let v1 = loadEight(p + 16) + loadEight(p + 24)
  let v2 = loadEight(p + 32) + loadEight(p + 40)
  let v3 = loadEight(p + 48) + loadEight(p + 56)
  let v4 = loadEight(p + 64) + loadEight(p + 72)
  let v5 = loadEight(p + 80) + loadEight(p + 88)
  let v6 = loadEight(p + 96) + loadEight(p + 104)
  let v7 = loadEight(p + 112) + loadEight(p + 120)
  let a = joinHalves(v0, v4)
  let b = joinHalves(v1, v5)
  let c = joinHalves(v2, v6)
  let d = joinHalves(v3, v7)
  return joinPairs(joinPairs(a, b), joinPairs(c, d))
}

/// `a`'s two halves added, then `b`'s.
@inline(__always)
private func joinHalves(_ a: Eight, _ b: Eight) -> Eight {
  Eight(lowHalf: a.lowHalf, highHalf: b.lowHalf) + Eight(lowHalf: a.highHalf, highHalf: b.highHalf)
}

/// Neighbours added within each half: two sums of `a`, then two of `b`.
@inline(__always)
private func joinPairs(_ a: Eight, _ b: Eight) -> Eight {
  Eight(a[0], a[2], b[0], b[2], a[4], a[6], b[4], b[6])
    + Eight(a[1], a[3], b[1], b[3], a[5], a[7], b[5], b[7])
}

/// The sums of 16 vectors' lanes.
@inline(__always)
func sumsOfSixteen(_ p: Floats) -> Vector {
  Vector(lowHalf: sumsOfEight(p), highHalf: sumsOfEight(p + 128))
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
    let r = result + first &* 16
    if let addend {
      let q = addend + first &* 16
      var i = 0
      while i < 256 {
        var sum = Vector()
        var block = 0
        while block < blocks {
          let v = load(p + (block &* sourceStride &+ i)) + load(q + (block &* addendStride &+ i))
          store(p + (block &* sourceStride &+ i), v)
          sum += v
          block &+= 1
        }
        store(scratch + i, sum)
        i &+= 16
      }
    } else {
      var i = 0
      while i < 256 {
        var sum = load(p + i)
        var block = 1
        while block < blocks {
          sum += load(p + (block &* sourceStride &+ i))
          block &+= 1
        }
        store(scratch + i, sum)
        i &+= 16
      }
    }
    store(means, sumsOfSixteen(scratch) * reciprocal)
    var i = 0
    while i < 16 {
      let mean = broadcast(means[i])
      var squares = Vector()
      var block = 0
      while block < blocks {
        let v = load(p + (block &* sourceStride &+ i &* 16)) - mean
        store(r + (block &* resultStride &+ i &* 16), v)
        squares = multiplyAdd(v, v, squares)
        block &+= 1
      }
      store(scratch + i &* 16, squares)
      i &+= 1
    }
    let variance = multiplyAdd(sumsOfSixteen(scratch), reciprocal, broadcast(epsilon))
    store(deviations + first, broadcast(1) / variance.squareRoot())
    i = 0
    while i < 16 {
      let factor = broadcast(deviations[first &+ i])
      var block = 0
      while block < blocks {
        let target = r + (block &* resultStride &+ i &* 16)
        store(target, load(target) * factor)
        block &+= 1
      }
      i &+= 1
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
    let n = normal + first &* 16
    let d = gradient + first &* 16
    var i = 0
    while i < 256 {
      var sum = Vector()
      var product = Vector()
      var block = 0
      while block < blocks {
        let v = load(d + (block &* stride &+ i))
        sum += v
        product = multiplyAdd(v, load(n + (block &* stride &+ i)), product)
        block &+= 1
      }
      store(scratch + i, sum)
      store(products + i, product)
      i &+= 16
    }
    store(means, sumsOfSixteen(scratch) * reciprocal)
    store(means + 16, sumsOfSixteen(products) * reciprocal)
    i = 0
    while i < 16 {
      let mean = broadcast(means[i])
      let product = broadcast(means[16 &+ i])
      let factor = broadcast(deviations[first &+ i])
      var block = 0
      while block < blocks {
        let offset = block &* stride &+ i &* 16
        let v = load(d + offset) - mean - product * load(n + offset)
        store(d + offset, v * factor)
        block &+= 1
      }
      i &+= 1
    }
    first &+= 16
  }
}
