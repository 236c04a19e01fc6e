internal import KernelTable

/// The transforms of F(4x4, 3x3) on the weights' side: weights on their way to the kernels, gradients on their way back.
struct WinogradWeights {
  var context: KernelContext
  var geometry: WeightGeometry

  /// Adds the gradients of the 3x3 weights between a block of inputs and one of outputs, from their transformed sums
  /// `(36, input, output block, 16)`.
  func untransform(_ sums: Floats, inputBlock: Int, outputBlock: Int, to result: Floats) {
    let blocks = geometry.outputBlocks
    let point = 256 * geometry.inputBlocks * blocks
    withScratch { rows, taps in
      for input in 0..<16 {
        let source = sums + ((inputBlock * 16 + input) * blocks + outputBlock) * 16
        for x in 0..<6 {
          let r = Self.threeTaps { load(source + ($0 &* 6 &+ x) &* point) }
          store(r.0, at: rows + x &* 16)
          store(r.1, at: rows + (6 &+ x) &* 16)
          store(r.2, at: rows + (12 &+ x) &* 16)
        }
        for y in 0..<3 {
          let r = Self.threeTaps { load(rows + (y &* 6 &+ $0) &* 16) }
          let target = taps + (input &* 9 &+ y &* 3) &* 16
          store(r.0, at: target)
          store(r.1, at: target + 16)
          store(r.2, at: target + 32)
        }
      }
      geometry.scatter(taps, inputBlock: inputBlock, outputBlock: outputBlock, to: result)
    }
  }

  /// The output transform of F(3, 4): powers 0, 1 and 2 of the points 0, 1, -1, 2, -2 and infinity.
  @inline(__always)
  private static func threeTaps(_ m: (Int) -> SIMD16<Float>) -> (
    SIMD16<Float>, SIMD16<Float>, SIMD16<Float>
  ) {
    let (m1, m2, m3, m4) = (m(1), m(2), m(3), m(4))
    let (a, b, c, d) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4)
    return (m(0) + a + c, b + 2 * d, a + 4 * c + m(5))
  }

  /// Transforms weights with `G w G^T` and lays them out `(36, panel, input, output in panel)`.
  func pack(
    _ weights: Floats, rotated: Bool, into result: Floats
  ) {
    let (inputs, blocks) = (16 * geometry.inputBlocks, geometry.outputBlocks)
    let point = inputs * blocks * 16
    context.run(blocks * geometry.inputBlocks) { index, _ in
      let (inputBlock, block) = (index / blocks, index % blocks)
      withScratch { rows, taps in
        geometry.gather(weights, inputBlock: inputBlock, outputBlock: block, into: taps)
        for input in 0..<16 {
          let tap = { (tap: Int) in load(taps + (input &* 9 &+ (rotated ? 8 &- tap : tap)) &* 16) }
          for x in 0..<3 {
            Self.sixPoints(tap(x), tap(3 &+ x), tap(6 &+ x)) {
              store($1, at: rows + ($0 &* 3 &+ x) &* 16)
            }
          }
          let offset = panelOffset(
            outputBlock: block, outputBlocks: blocks, input: inputBlock * 16 + input, inputs: inputs
          )
          for y in 0..<6 {
            let row = rows + y &* 48
            Self.sixPoints(load(row), load(row + 16), load(row + 32)) {
              store($1, at: result + ((y &* 6 &+ $0) &* point &+ offset))
            }
          }
        }
      }
    }
  }

  /// Lends memory for 18 vectors and for a block of weights.
  private func withScratch(_ body: (_ rows: Floats, _ taps: Floats) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 288 + geometry.blockScalars) {
      guard let rows = $0.baseAddress else { return }
      body(rows, rows + 288)
    }
  }

  /// The weight transform of F(4, 3) for one line of three.
  @inline(__always)
  private static func sixPoints(
    _ w0: SIMD16<Float>, _ w1: SIMD16<Float>, _ w2: SIMD16<Float>,
    _ write: (Int, SIMD16<Float>) -> Void
  ) {
    let outer = w0 + w2
    let far = (w0 + 4 * w2) * (1 / 24)
    let middle = w1 * (1 / 12)
    write(0, w0 * 0.25)
    write(1, (outer + w1) * (-1 / 6))
    write(2, (outer - w1) * (-1 / 6))
    write(3, far + middle)
    write(4, far - middle)
    write(5, w2)
  }
}
