internal import KernelTable

// What the machine can do at most, to compare kernels with.

#if EBK_V4
  /// Multiply-adds of one round of ``peakRounds``.
  let peakMultiplyAdds = 24 * 16

  /// Rounds of independent multiply-adds on registers alone; the result goes to `result`, so that none is left out.
  func peakRounds(_ rounds: Int, _ result: Floats) {
    let a = load(result), b = load(result + 16)
    var c0 = a, c1 = b, c2 = a, c3 = b, c4 = a, c5 = b, c6 = a, c7 = b
    var c8 = a, c9 = b, c10 = a, c11 = b, c12 = a, c13 = b, c14 = a, c15 = b
    var c16 = a, c17 = b, c18 = a, c19 = b, c20 = a, c21 = b, c22 = a, c23 = b
    var round = 0
    while round < rounds {
      c0 = multiplyAdd(a, b, c0)
      c1 = multiplyAdd(a, b, c1)
      c2 = multiplyAdd(a, b, c2)
      c3 = multiplyAdd(a, b, c3)
      c4 = multiplyAdd(a, b, c4)
      c5 = multiplyAdd(a, b, c5)
      c6 = multiplyAdd(a, b, c6)
      c7 = multiplyAdd(a, b, c7)
      c8 = multiplyAdd(a, b, c8)
      c9 = multiplyAdd(a, b, c9)
      c10 = multiplyAdd(a, b, c10)
      c11 = multiplyAdd(a, b, c11)
      c12 = multiplyAdd(a, b, c12)
      c13 = multiplyAdd(a, b, c13)
      c14 = multiplyAdd(a, b, c14)
      c15 = multiplyAdd(a, b, c15)
      c16 = multiplyAdd(a, b, c16)
      c17 = multiplyAdd(a, b, c17)
      c18 = multiplyAdd(a, b, c18)
      c19 = multiplyAdd(a, b, c19)
      c20 = multiplyAdd(a, b, c20)
      c21 = multiplyAdd(a, b, c21)
      c22 = multiplyAdd(a, b, c22)
      c23 = multiplyAdd(a, b, c23)
      round &+= 1
    }
    let low = (c0 + c1) + (c2 + c3) + (c4 + c5) + (c6 + c7) + (c8 + c9) + (c10 + c11)
    let high = (c12 + c13) + (c14 + c15) + (c16 + c17) + (c18 + c19) + (c20 + c21) + (c22 + c23)
    store(result, low + high)
  }
#else
  /// Multiply-adds of one round of ``peakRounds``.
  let peakMultiplyAdds = 6 * 16

  /// Rounds of independent multiply-adds on registers alone; the result goes to `result`, so that none is left out.
  func peakRounds(_ rounds: Int, _ result: Floats) {
    let a = load(result), b = load(result + 16)
    var c0 = a, c1 = b, c2 = a, c3 = b, c4 = a, c5 = b
    var round = 0
    while round < rounds {
      c0 = multiplyAdd(a, b, c0)
      c1 = multiplyAdd(a, b, c1)
      c2 = multiplyAdd(a, b, c2)
      c3 = multiplyAdd(a, b, c3)
      c4 = multiplyAdd(a, b, c4)
      c5 = multiplyAdd(a, b, c5)
      round &+= 1
    }
    store(result, (c0 + c1) + (c2 + c3) + (c4 + c5))
  }
#endif
