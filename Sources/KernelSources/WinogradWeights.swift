internal import KernelTable

/// Transforms the weights between 16 inputs and 16 outputs, `(input, tap, output)`, with `G w G^T`: 36 vectors an input,
/// points `pointStride` and inputs `inputStride` scalars apart. `rotated` turns the windows by half a turn, as the data
/// gradient needs them.
func transformWeights(
  _ taps: Floats, _ rotated: Bool, _ result: Floats, _ pointStride: Int, _ inputStride: Int
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 288) { memory in
    guard let rows = memory.baseAddress else { return }
    let (origin, step) = rotated ? (128, -16) : (0, 16)
    var input = 0
    while input < 16 {
      let window = taps + (input &* 144 &+ origin)
      var x = 0
      while x < 3 {
        let p = window + x &* step
        weightLine(load(p), load(p + 3 &* step), load(p + 6 &* step), rows + x &* 16, 48)
        x &+= 1
      }
      var y = 0
      while y < 6 {
        let row = rows + y &* 48
        weightLine(
          load(row), load(row + 16), load(row + 32),
          result + (y &* 6 &* pointStride &+ input &* inputStride), pointStride)
        y &+= 1
      }
      input &+= 1
    }
  }
}

/// The weight transform of F(4, 3) for one line of three.
@inline(__always)
private func weightLine(
  _ w0: Vector, _ w1: Vector, _ w2: Vector, _ result: Floats, _ stride: Int
) {
  let sixth = broadcast(-1 / 6)
  let outer = w0 + w2
  let far = multiplyAdd(broadcast(4), w2, w0) * broadcast(1 / 24)
  let middle = w1 * broadcast(1 / 12)
  store(result, w0 * broadcast(0.25))
  store(result + stride, (outer + w1) * sixth)
  store(result + 2 &* stride, (outer - w1) * sixth)
  store(result + 3 &* stride, far + middle)
  store(result + 4 &* stride, far - middle)
  store(result + 5 &* stride, w2)
}

/// The way back: the 3x3 taps of 16 inputs and 16 outputs, `(input, tap, output)`, from their transformed sums.
func restoreWeights(_ sums: Floats, _ pointStride: Int, _ inputStride: Int, _ taps: Floats) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 288) { memory in
    guard let rows = memory.baseAddress else { return }
    var input = 0
    while input < 16 {
      var x = 0
      while x < 6 {
        let p = sums + (x &* pointStride &+ input &* inputStride)
        let stride = 6 &* pointStride
        sumLine(
          load(p), load(p + stride), load(p + 2 &* stride), load(p + 3 &* stride),
          load(p + 4 &* stride), load(p + 5 &* stride), rows + x &* 16, 96)
        x &+= 1
      }
      var y = 0
      while y < 3 {
        let p = rows + y &* 96
        sumLine(
          load(p), load(p + 16), load(p + 32), load(p + 48), load(p + 64), load(p + 80),
          taps + (input &* 144 &+ y &* 48), 16)
        y &+= 1
      }
      input &+= 1
    }
  }
}

/// The output transform of F(3, 4): powers 0, 1 and 2 of the points 0, 1, -1, 2, -2 and infinity.
@inline(__always)
private func sumLine(
  _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector,
  _ result: Floats, _ stride: Int
) {
  let (a, b, c, d) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4)
  store(result, m0 + a + c)
  store(result + stride, multiplyAdd(broadcast(2), d, b))
  store(result + 2 &* stride, multiplyAdd(broadcast(4), c, a) + m5)
}
