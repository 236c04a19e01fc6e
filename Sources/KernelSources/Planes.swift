internal import KernelTable

// Rows of pixels in double precision. No product is fused with a sum here, so that every level makes the same bits.

// Four registers at once hide how long an addition takes.
#if EBK_V4
  private struct Pixels {
    static let scalarCount = 32
    var a, b, c, d: SIMD8<Double>

    @inline(__always)
    init(_ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>, _ d: SIMD8<Double>) {
      (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    @inline(__always)
    init(repeating value: Double) {
      let all = SIMD8(repeating: value)
      self.init(all, all, all, all)
    }

    @inline(__always)
    init(at pointer: UnsafePointer<Double>) {
      func part(_ i: Int) -> SIMD8<Double> {
        UnsafeRawPointer(pointer + i).loadUnaligned(as: SIMD8<Double>.self)
      }
      self.init(part(0), part(8), part(16), part(24))
    }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Double>) {
      let raw = UnsafeMutableRawPointer(pointer)
      raw.storeBytes(of: a, as: SIMD8<Double>.self)
      raw.storeBytes(of: b, toByteOffset: 64, as: SIMD8<Double>.self)
      raw.storeBytes(of: c, toByteOffset: 128, as: SIMD8<Double>.self)
      raw.storeBytes(of: d, toByteOffset: 192, as: SIMD8<Double>.self)
    }

    @inline(__always)
    static func + (p: Self, q: Self) -> Self { Self(p.a + q.a, p.b + q.b, p.c + q.c, p.d + q.d) }

    @inline(__always)
    static func * (p: Self, q: Self) -> Self { Self(p.a * q.a, p.b * q.b, p.c * q.c, p.d * q.d) }
  }
#else
  #if EBK_V3
    private typealias Pixels = SIMD16<Double>
  #else
    private typealias Pixels = SIMD8<Double>
  #endif

  extension Pixels {
    @inline(__always)
    fileprivate init(at pointer: UnsafePointer<Double>) {
      self = UnsafeRawPointer(pointer).loadUnaligned(as: Pixels.self)
    }

    @inline(__always)
    fileprivate func store(to pointer: UnsafeMutablePointer<Double>) {
      UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Pixels.self)
    }
  }
#endif

/// ``PlaneKernels/weighRows``.
func weighRows(_ rows: PlaneKernels.Rows, _ result: UnsafeMutablePointer<Double>) {
  let (above, below, taps, count) = (rows.above, rows.below, rows.taps, rows.count)
  var i = 0
  while i < count {
    if i &+ Pixels.scalarCount > count {
      // The last block overlaps the one before it, so that every block is whole.
      guard count >= Pixels.scalarCount else { break }
      i = count &- Pixels.scalarCount
    }
    var sum = Pixels(repeating: taps[0]) * Pixels(at: above[0] + i)
    var k = 1
    while k <= rows.radius {
      sum = sum + Pixels(repeating: taps[k]) * (Pixels(at: above[k] + i) + Pixels(at: below[k] + i))
      k &+= 1
    }
    sum.store(to: result + i)
    i &+= Pixels.scalarCount
  }
  while i < count {
    var sum = taps[0] * above[0][i]
    var k = 1
    while k <= rows.radius {
      sum += taps[k] * (above[k][i] + below[k][i])
      k &+= 1
    }
    result[i] = sum
    i &+= 1
  }
}

/// ``PlaneKernels/weighShifted``.
func weighShifted(
  _ source: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>, _ weights: UnsafePointer<Double>,
  _ taps: Int, _ result: UnsafeMutablePointer<Double>, _ count: Int
) {
  var i = 0
  while i < count {
    if i &+ Pixels.scalarCount > count {
      guard count >= Pixels.scalarCount else { break }
      i = count &- Pixels.scalarCount
    }
    var sum = Pixels(repeating: 0)
    var k = 0
    while k < taps {
      sum = sum + Pixels(repeating: weights[k]) * Pixels(at: source + offsets[k] + i)
      k &+= 1
    }
    sum.store(to: result + i)
    i &+= Pixels.scalarCount
  }
  while i < count {
    var sum = 0.0
    var k = 0
    while k < taps {
      sum += weights[k] * source[offsets[k] + i]
      k &+= 1
    }
    result[i] = sum
    i &+= 1
  }
}

/// ``PlaneKernels/dot``.
func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
  var partial = SIMD8<Double>()
  var i = 0
  while i &+ 8 <= count {
    partial +=
      UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Double>.self)
      * UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Double>.self)
    i &+= 8
  }
  var total =
    ((partial[0] + partial[1]) + (partial[2] + partial[3]))
    + ((partial[4] + partial[5]) + (partial[6] + partial[7]))
  while i < count {
    total += a[i] * b[i]
    i &+= 1
  }
  return total
}
