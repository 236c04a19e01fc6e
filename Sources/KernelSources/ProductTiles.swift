internal import CPrefetch
internal import KernelTable

// Weights are read `(input, weightStride)`, the source is broadcast lane by lane. The sizes fill the registers:
// 32 of 512 bits at v4, 16 of 256 bits at v3. A bias is where the sums of every pixel start.

#if EBK_V4
  /// A 12 pixel by 32 channel tile of the product, held in 24 accumulators.
  @inline(never)
  func product12x32(
    _ source: Floats, _ blockStride: Int, _ blocks: Int, _ weights: Floats, _ weightStride: Int,
    _ bias: Floats?, _ result: Floats, _ resultStride: Int, _ ahead: Floats, _ step: Int
  ) {
    var start0 = Vector(), start1 = Vector()
    if let bias {
      start0 = load(bias)
      start1 = load(bias + 16)
    }
    var c0x0 = start0, c0x1 = start1
    var c1x0 = start0, c1x1 = start1
    var c2x0 = start0, c2x1 = start1
    var c3x0 = start0, c3x1 = start1
    var c4x0 = start0, c4x1 = start1
    var c5x0 = start0, c5x1 = start1
    var c6x0 = start0, c6x1 = start1
    var c7x0 = start0, c7x1 = start1
    var c8x0 = start0, c8x1 = start1
    var c9x0 = start0, c9x1 = start1
    var c10x0 = start0, c10x1 = start1
    var c11x0 = start0, c11x1 = start1
    var b = weights
    var later = ahead
    var block = 0
    while block < blocks {
      var a = source + block &* blockStride
      var lane = 0
      while lane < 16 {
        prefetch_line(later)
        later += step
        let b0 = load(b)
        let b1 = load(b + 16)
        let a0 = broadcast(a[0])
        c0x0 = multiplyAdd(a0, b0, c0x0)
        c0x1 = multiplyAdd(a0, b1, c0x1)
        let a1 = broadcast(a[16])
        c1x0 = multiplyAdd(a1, b0, c1x0)
        c1x1 = multiplyAdd(a1, b1, c1x1)
        let a2 = broadcast(a[32])
        c2x0 = multiplyAdd(a2, b0, c2x0)
        c2x1 = multiplyAdd(a2, b1, c2x1)
        let a3 = broadcast(a[48])
        c3x0 = multiplyAdd(a3, b0, c3x0)
        c3x1 = multiplyAdd(a3, b1, c3x1)
        let a4 = broadcast(a[64])
        c4x0 = multiplyAdd(a4, b0, c4x0)
        c4x1 = multiplyAdd(a4, b1, c4x1)
        let a5 = broadcast(a[80])
        c5x0 = multiplyAdd(a5, b0, c5x0)
        c5x1 = multiplyAdd(a5, b1, c5x1)
        let a6 = broadcast(a[96])
        c6x0 = multiplyAdd(a6, b0, c6x0)
        c6x1 = multiplyAdd(a6, b1, c6x1)
        let a7 = broadcast(a[112])
        c7x0 = multiplyAdd(a7, b0, c7x0)
        c7x1 = multiplyAdd(a7, b1, c7x1)
        let a8 = broadcast(a[128])
        c8x0 = multiplyAdd(a8, b0, c8x0)
        c8x1 = multiplyAdd(a8, b1, c8x1)
        let a9 = broadcast(a[144])
        c9x0 = multiplyAdd(a9, b0, c9x0)
        c9x1 = multiplyAdd(a9, b1, c9x1)
        let a10 = broadcast(a[160])
        c10x0 = multiplyAdd(a10, b0, c10x0)
        c10x1 = multiplyAdd(a10, b1, c10x1)
        let a11 = broadcast(a[176])
        c11x0 = multiplyAdd(a11, b0, c11x0)
        c11x1 = multiplyAdd(a11, b1, c11x1)
        a += 1
        b += weightStride
        lane &+= 1
      }
      block &+= 1
    }
    store(result, c0x0)
    store(result + resultStride, c0x1)
    store(result + 16, c1x0)
    store(result + (resultStride &+ 16), c1x1)
    store(result + 32, c2x0)
    store(result + (resultStride &+ 32), c2x1)
    store(result + 48, c3x0)
    store(result + (resultStride &+ 48), c3x1)
    store(result + 64, c4x0)
    store(result + (resultStride &+ 64), c4x1)
    store(result + 80, c5x0)
    store(result + (resultStride &+ 80), c5x1)
    store(result + 96, c6x0)
    store(result + (resultStride &+ 96), c6x1)
    store(result + 112, c7x0)
    store(result + (resultStride &+ 112), c7x1)
    store(result + 128, c8x0)
    store(result + (resultStride &+ 128), c8x1)
    store(result + 144, c9x0)
    store(result + (resultStride &+ 144), c9x1)
    store(result + 160, c10x0)
    store(result + (resultStride &+ 160), c10x1)
    store(result + 176, c11x0)
    store(result + (resultStride &+ 176), c11x1)
  }

  /// A 12 pixel by 16 channel tile of the product, held in 12 accumulators.
  @inline(never)
  func product12x16(
    _ source: Floats, _ blockStride: Int, _ blocks: Int, _ weights: Floats, _ weightStride: Int,
    _ bias: Floats?, _ result: Floats, _ ahead: Floats, _ step: Int
  ) {
    var start0 = Vector()
    if let bias {
      start0 = load(bias)
    }
    var c0x0 = start0
    var c1x0 = start0
    var c2x0 = start0
    var c3x0 = start0
    var c4x0 = start0
    var c5x0 = start0
    var c6x0 = start0
    var c7x0 = start0
    var c8x0 = start0
    var c9x0 = start0
    var c10x0 = start0
    var c11x0 = start0
    var b = weights
    var later = ahead
    var block = 0
    while block < blocks {
      var a = source + block &* blockStride
      var lane = 0
      while lane < 16 {
        prefetch_line(later)
        later += step
        let b0 = load(b)
        let a0 = broadcast(a[0])
        c0x0 = multiplyAdd(a0, b0, c0x0)
        let a1 = broadcast(a[16])
        c1x0 = multiplyAdd(a1, b0, c1x0)
        let a2 = broadcast(a[32])
        c2x0 = multiplyAdd(a2, b0, c2x0)
        let a3 = broadcast(a[48])
        c3x0 = multiplyAdd(a3, b0, c3x0)
        let a4 = broadcast(a[64])
        c4x0 = multiplyAdd(a4, b0, c4x0)
        let a5 = broadcast(a[80])
        c5x0 = multiplyAdd(a5, b0, c5x0)
        let a6 = broadcast(a[96])
        c6x0 = multiplyAdd(a6, b0, c6x0)
        let a7 = broadcast(a[112])
        c7x0 = multiplyAdd(a7, b0, c7x0)
        let a8 = broadcast(a[128])
        c8x0 = multiplyAdd(a8, b0, c8x0)
        let a9 = broadcast(a[144])
        c9x0 = multiplyAdd(a9, b0, c9x0)
        let a10 = broadcast(a[160])
        c10x0 = multiplyAdd(a10, b0, c10x0)
        let a11 = broadcast(a[176])
        c11x0 = multiplyAdd(a11, b0, c11x0)
        a += 1
        b += weightStride
        lane &+= 1
      }
      block &+= 1
    }
    store(result, c0x0)
    store(result + 16, c1x0)
    store(result + 32, c2x0)
    store(result + 48, c3x0)
    store(result + 64, c4x0)
    store(result + 80, c5x0)
    store(result + 96, c6x0)
    store(result + 112, c7x0)
    store(result + 128, c8x0)
    store(result + 144, c9x0)
    store(result + 160, c10x0)
    store(result + 176, c11x0)
  }
#else
  /// A 6 pixel by 16 channel tile of the product, held in 6 accumulators.
  @inline(never)
  func product6x16(
    _ source: Floats, _ blockStride: Int, _ blocks: Int, _ weights: Floats, _ weightStride: Int,
    _ bias: Floats?, _ result: Floats, _ ahead: Floats, _ step: Int
  ) {
    var start0 = Vector()
    if let bias {
      start0 = load(bias)
    }
    var c0x0 = start0
    var c1x0 = start0
    var c2x0 = start0
    var c3x0 = start0
    var c4x0 = start0
    var c5x0 = start0
    var b = weights
    var later = ahead
    var block = 0
    while block < blocks {
      var a = source + block &* blockStride
      var lane = 0
      while lane < 16 {
        prefetch_line(later)
        later += step
        let b0 = load(b)
        let a0 = broadcast(a[0])
        c0x0 = multiplyAdd(a0, b0, c0x0)
        let a1 = broadcast(a[16])
        c1x0 = multiplyAdd(a1, b0, c1x0)
        let a2 = broadcast(a[32])
        c2x0 = multiplyAdd(a2, b0, c2x0)
        let a3 = broadcast(a[48])
        c3x0 = multiplyAdd(a3, b0, c3x0)
        let a4 = broadcast(a[64])
        c4x0 = multiplyAdd(a4, b0, c4x0)
        let a5 = broadcast(a[80])
        c5x0 = multiplyAdd(a5, b0, c5x0)
        a += 1
        b += weightStride
        lane &+= 1
      }
      block &+= 1
    }
    store(result, c0x0)
    store(result + 16, c1x0)
    store(result + 32, c2x0)
    store(result + 48, c3x0)
    store(result + 64, c4x0)
    store(result + 80, c5x0)
  }
#endif
