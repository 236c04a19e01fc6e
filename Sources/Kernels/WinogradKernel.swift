public import KernelTable

/// 3x3 convolutions, stride 1 and zero padding 1, between blocked images: Winograd F(4x4, 3x3), and F(3x3, 4x4) for the
/// weight gradient.
public final class WinogradKernel: ConvolutionKernel {
  private let context: KernelContext
  private let geometry: WeightGeometry
  private let forwardWeights: AlignedMemory
  private let backwardWeights: AlignedMemory?
  private let tiles: Int
  private let tilesPerPart: Int
  private let chunks: Int

  /// Prepares for images of one size; `differentiates` keeps the rotated weights for the data gradient too.
  public init(
    _ context: KernelContext, geometry: WeightGeometry, batch: Int, height: Int, width: Int,
    differentiates: Bool
  ) {
    self.context = context
    self.geometry = geometry
    tiles = batch * ((height + 3) / 4) * ((width + 3) / 4)
    let channels = 16 * (geometry.inputBlocks + geometry.outputBlocks)
    // Transformed inputs and products should stay in the second-level cache, beside the weights.
    tilesPerPart = min(roundUp(tiles, to: 12), channels <= 64 ? 48 : 24)
    let packed = 36 * 256 * geometry.inputBlocks * geometry.outputBlocks
    chunks = max(1, min(packed > 36 * 128 * 128 ? 2 : 8, tiles / 96))
    forwardWeights = AlignedMemory(scalars: packed)
    backwardWeights = differentiates ? AlignedMemory(scalars: packed) : nil
    context.reserve(
      worker: 1152 + 36 * channels * tilesPerPart,
      shared: differentiates ? chunks * packed : 0)
  }

  public var packedScalars: Int { forwardWeights.scalars + (backwardWeights?.scalars ?? 0) }

  public func pack(_ weights: Floats) {
    pack(weights, geometry, rotated: false, into: forwardWeights.pointer)
    if let backwardWeights {
      pack(weights, geometry.reversed, rotated: true, into: backwardWeights.pointer)
    }
  }

  public func forward(source: Image, destination: Image, epilogue: Epilogue) {
    convolve(source, destination, forwardWeights, epilogue)
  }

  public func dataGradient(gradient: Image, sourceGradient: Image, epilogue: Epilogue) {
    guard let backwardWeights else { preconditionFailure("made for inference only") }
    convolve(gradient, sourceGradient, backwardWeights, epilogue)
  }

  private func convolve(
    _ source: Image, _ destination: Image, _ weights: AlignedMemory, _ epilogue: Epilogue
  ) {
    let task = WinogradTask(
      source: source.blocked, destination: destination.blocked, weights: weights.pointer,
      epilogue: epilogue)
    // A worker goes through some parts in a row, since it fetches ahead from one to the next.
    let parts = (tiles + tilesPerPart - 1) / tilesPerPart
    let run = tilesPerPart * max(1, min(16, parts / (8 * context.workers)))
    withUnsafePointer(to: task) { task in
      context.run((tiles + run - 1) / run) { index, scratch in
        let first = index * run
        context.kernels.winograd(task, first, min(run, tiles - first), tilesPerPart, scratch)
      }
    }
  }

  public func weightGradient(source: Image, gradient: Image, result: Floats) {
    let task = WinogradGradientTask(source: source.blocked, gradient: gradient.blocked)
    let packed = forwardWeights.scalars
    let shared = context.shared
    withUnsafePointer(to: task) { task in
      context.run(chunks) { chunk, scratch in
        let accumulator = shared + chunk * packed
        accumulator.update(repeating: 0, count: packed)
        var first = tiles * chunk / chunks
        let end = tiles * (chunk + 1) / chunks
        while first < end {
          let count = min(tilesPerPart, end - first)
          context.kernels.winogradGradient(task, first, count, scratch, accumulator)
          first += count
        }
      }
    }
    let (inputs, blocks) = (16 * geometry.inputBlocks, geometry.outputBlocks)
    let point = inputs * blocks * 16
    context.run(36) { index, _ in
      context.kernels.sumParts(
        shared + index * point, shared + index * point, packed, chunks, point)
    }
    let pieces = (inputs + 7) / 8
    context.run(pieces) { piece, _ in
      for input in (piece * 8)..<min(inputs, piece * 8 + 8) {
        for block in 0..<blocks {
          untransform(shared + (input * blocks + block) * 16, point, input, block, result)
        }
      }
    }
  }

  /// Adds the 3x3 weights' gradients of 16 outputs and one input, from their 36 transformed sums.
  private func untransform(
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
  private func pack(
    _ weights: Floats, _ geometry: WeightGeometry, rotated: Bool, into result: Floats
  ) {
    let (inputs, blocks) = (16 * geometry.inputBlocks, geometry.outputBlocks)
    let point = inputs * blocks * 16
    context.run(blocks * geometry.inputBlocks) { index, _ in
      let block = index % blocks
      withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 36) { rows in
        for input in (index / blocks * 16)..<(index / blocks * 16 + 16) {
          for x in 0..<3 {
            let (w0, w1, w2) = (
              tap(weights, geometry, rotated, input, block, x),
              tap(weights, geometry, rotated, input, block, 3 + x),
              tap(weights, geometry, rotated, input, block, 6 + x)
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
    _ weights: Floats, _ geometry: WeightGeometry, _ rotated: Bool, _ input: Int, _ block: Int,
    _ tap: Int
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
