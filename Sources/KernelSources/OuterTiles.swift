internal import KernelTable

#if EBK_V4
  /// Adds a 8 input by 32 output tile of the sum over rows of input times output.
  @inline(never)
  func outer8x32(
    _ source: Floats, _ gradient: Floats, _ gradientStride: Int, _ rows: Int, _ result: Floats,
    _ resultStride: Int
  ) {
    var c0x0 = Vector(), c0x1 = Vector()
    var c1x0 = Vector(), c1x1 = Vector()
    var c2x0 = Vector(), c2x1 = Vector()
    var c3x0 = Vector(), c3x1 = Vector()
    var c4x0 = Vector(), c4x1 = Vector()
    var c5x0 = Vector(), c5x1 = Vector()
    var c6x0 = Vector(), c6x1 = Vector()
    var c7x0 = Vector(), c7x1 = Vector()
    var a = source
    var b = gradient
    var row = 0
    while row < rows {
      let b0 = load(b)
      let b1 = load(b + gradientStride)
      let a0 = broadcast(a[0])
      c0x0 = multiplyAdd(a0, b0, c0x0)
      c0x1 = multiplyAdd(a0, b1, c0x1)
      let a1 = broadcast(a[1])
      c1x0 = multiplyAdd(a1, b0, c1x0)
      c1x1 = multiplyAdd(a1, b1, c1x1)
      let a2 = broadcast(a[2])
      c2x0 = multiplyAdd(a2, b0, c2x0)
      c2x1 = multiplyAdd(a2, b1, c2x1)
      let a3 = broadcast(a[3])
      c3x0 = multiplyAdd(a3, b0, c3x0)
      c3x1 = multiplyAdd(a3, b1, c3x1)
      let a4 = broadcast(a[4])
      c4x0 = multiplyAdd(a4, b0, c4x0)
      c4x1 = multiplyAdd(a4, b1, c4x1)
      let a5 = broadcast(a[5])
      c5x0 = multiplyAdd(a5, b0, c5x0)
      c5x1 = multiplyAdd(a5, b1, c5x1)
      let a6 = broadcast(a[6])
      c6x0 = multiplyAdd(a6, b0, c6x0)
      c6x1 = multiplyAdd(a6, b1, c6x1)
      let a7 = broadcast(a[7])
      c7x0 = multiplyAdd(a7, b0, c7x0)
      c7x1 = multiplyAdd(a7, b1, c7x1)
      a += 16
      b += 16
      row &+= 1
    }
    var m = result
    store(m, load(m) + c0x0)
    store(m + 16, load(m + 16) + c0x1)
    m += resultStride
    store(m, load(m) + c1x0)
    store(m + 16, load(m + 16) + c1x1)
    m += resultStride
    store(m, load(m) + c2x0)
    store(m + 16, load(m + 16) + c2x1)
    m += resultStride
    store(m, load(m) + c3x0)
    store(m + 16, load(m + 16) + c3x1)
    m += resultStride
    store(m, load(m) + c4x0)
    store(m + 16, load(m + 16) + c4x1)
    m += resultStride
    store(m, load(m) + c5x0)
    store(m + 16, load(m + 16) + c5x1)
    m += resultStride
    store(m, load(m) + c6x0)
    store(m + 16, load(m + 16) + c6x1)
    m += resultStride
    store(m, load(m) + c7x0)
    store(m + 16, load(m + 16) + c7x1)
  }

  /// Adds a 16 input by 16 output tile of the sum over rows of input times output.
  @inline(never)
  func outer16x16(
    _ source: Floats, _ gradient: Floats, _ rows: Int, _ result: Floats,
    _ resultStride: Int
  ) {
    var c0x0 = Vector()
    var c1x0 = Vector()
    var c2x0 = Vector()
    var c3x0 = Vector()
    var c4x0 = Vector()
    var c5x0 = Vector()
    var c6x0 = Vector()
    var c7x0 = Vector()
    var c8x0 = Vector()
    var c9x0 = Vector()
    var c10x0 = Vector()
    var c11x0 = Vector()
    var c12x0 = Vector()
    var c13x0 = Vector()
    var c14x0 = Vector()
    var c15x0 = Vector()
    var a = source
    var b = gradient
    var row = 0
    while row < rows {
      let b0 = load(b)
      let a0 = broadcast(a[0])
      c0x0 = multiplyAdd(a0, b0, c0x0)
      let a1 = broadcast(a[1])
      c1x0 = multiplyAdd(a1, b0, c1x0)
      let a2 = broadcast(a[2])
      c2x0 = multiplyAdd(a2, b0, c2x0)
      let a3 = broadcast(a[3])
      c3x0 = multiplyAdd(a3, b0, c3x0)
      let a4 = broadcast(a[4])
      c4x0 = multiplyAdd(a4, b0, c4x0)
      let a5 = broadcast(a[5])
      c5x0 = multiplyAdd(a5, b0, c5x0)
      let a6 = broadcast(a[6])
      c6x0 = multiplyAdd(a6, b0, c6x0)
      let a7 = broadcast(a[7])
      c7x0 = multiplyAdd(a7, b0, c7x0)
      let a8 = broadcast(a[8])
      c8x0 = multiplyAdd(a8, b0, c8x0)
      let a9 = broadcast(a[9])
      c9x0 = multiplyAdd(a9, b0, c9x0)
      let a10 = broadcast(a[10])
      c10x0 = multiplyAdd(a10, b0, c10x0)
      let a11 = broadcast(a[11])
      c11x0 = multiplyAdd(a11, b0, c11x0)
      let a12 = broadcast(a[12])
      c12x0 = multiplyAdd(a12, b0, c12x0)
      let a13 = broadcast(a[13])
      c13x0 = multiplyAdd(a13, b0, c13x0)
      let a14 = broadcast(a[14])
      c14x0 = multiplyAdd(a14, b0, c14x0)
      let a15 = broadcast(a[15])
      c15x0 = multiplyAdd(a15, b0, c15x0)
      a += 16
      b += 16
      row &+= 1
    }
    var m = result
    store(m, load(m) + c0x0)
    m += resultStride
    store(m, load(m) + c1x0)
    m += resultStride
    store(m, load(m) + c2x0)
    m += resultStride
    store(m, load(m) + c3x0)
    m += resultStride
    store(m, load(m) + c4x0)
    m += resultStride
    store(m, load(m) + c5x0)
    m += resultStride
    store(m, load(m) + c6x0)
    m += resultStride
    store(m, load(m) + c7x0)
    m += resultStride
    store(m, load(m) + c8x0)
    m += resultStride
    store(m, load(m) + c9x0)
    m += resultStride
    store(m, load(m) + c10x0)
    m += resultStride
    store(m, load(m) + c11x0)
    m += resultStride
    store(m, load(m) + c12x0)
    m += resultStride
    store(m, load(m) + c13x0)
    m += resultStride
    store(m, load(m) + c14x0)
    m += resultStride
    store(m, load(m) + c15x0)
  }
#else
  /// Adds a 4 input by 16 output tile of the sum over rows of input times output.
  @inline(never)
  func outer4x16(
    _ source: Floats, _ gradient: Floats, _ rows: Int, _ result: Floats,
    _ resultStride: Int
  ) {
    var c0x0 = Vector()
    var c1x0 = Vector()
    var c2x0 = Vector()
    var c3x0 = Vector()
    var a = source
    var b = gradient
    var row = 0
    while row < rows {
      let b0 = load(b)
      let a0 = broadcast(a[0])
      c0x0 = multiplyAdd(a0, b0, c0x0)
      let a1 = broadcast(a[1])
      c1x0 = multiplyAdd(a1, b0, c1x0)
      let a2 = broadcast(a[2])
      c2x0 = multiplyAdd(a2, b0, c2x0)
      let a3 = broadcast(a[3])
      c3x0 = multiplyAdd(a3, b0, c3x0)
      a += 16
      b += 16
      row &+= 1
    }
    var m = result
    store(m, load(m) + c0x0)
    m += resultStride
    store(m, load(m) + c1x0)
    m += resultStride
    store(m, load(m) + c2x0)
    m += resultStride
    store(m, load(m) + c3x0)
  }
#endif
