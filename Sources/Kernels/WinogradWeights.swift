internal import KernelTable

/// The transforms of F(4x4, 3x3) on the weights' side: weights on their way to the kernels, gradients on their way back.
struct WinogradWeights {
  var context: KernelContext
  var geometry: WeightGeometry

  /// Adds the 3x3 weights' gradients of 16 outputs and one input, from their 36 transformed sums.
  func untransform(
    _ sums: Floats, _ stride: Int, _ input: Int, _ block: Int, _ result: Floats
  ) {
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 18) { rows in
      for x in 0..<6 {
        let r = Self.threeTaps { load(sums + ($0 * 6 + x) * stride) }
        (rows[x], rows[6 + x], rows[12 + x]) = r
      }
      for y in 0..<3 {
        let r = Self.threeTaps { rows[y * 6 + $0] }
        geometry.add(r.0, to: result, input: input, outputBlock: block, tap: y * 3)
        geometry.add(r.1, to: result, input: input, outputBlock: block, tap: y * 3 + 1)
        geometry.add(r.2, to: result, input: input, outputBlock: block, tap: y * 3 + 2)
      }
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
      let block = index % blocks
      withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 36) { rows in
        for input in (index / blocks * 16)..<(index / blocks * 16 + 16) {
          for x in 0..<3 {
            let (w0, w1, w2) = (
              tap(weights, rotated, input, block, x),
              tap(weights, rotated, input, block, 3 + x),
              tap(weights, rotated, input, block, 6 + x)
            )
            Self.sixPoints(w0, w1, w2) { rows[$0 * 3 + x] = $1 }
          }
          let offset = panelOffset(
            outputBlock: block, outputBlocks: blocks, input: input, inputs: inputs)
          for y in 0..<6 {
            Self.sixPoints(rows[y * 3], rows[y * 3 + 1], rows[y * 3 + 2]) {
              store($1, at: result + ((y * 6 + $0) * point + offset))
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func tap(
    _ weights: Floats, _ rotated: Bool, _ input: Int, _ block: Int, _ tap: Int
  ) -> SIMD16<Float> {
    geometry.vector(weights, input: input, outputBlock: block, tap: rotated ? 8 - tap : tap)
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
