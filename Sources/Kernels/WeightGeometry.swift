internal import KernelTable

/// Where a convolution's weight for an output, an input and a tap lies in memory.
public struct WeightGeometry: Sendable {
  public var inputs: Int
  public var outputs: Int
  /// Window positions, row by row: 1, 4 or 9.
  public var taps: Int
  public var inputStride: Int
  public var outputStride: Int
  public var tapStride: Int

  public init(
    inputs: Int, outputs: Int, taps: Int, inputStride: Int, outputStride: Int, tapStride: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.taps = taps
    self.inputStride = inputStride
    self.outputStride = outputStride
    self.tapStride = tapStride
  }

  /// A convolution's weights `(out, in, k, k)`.
  public static func convolution(inputs: Int, outputs: Int, taps: Int) -> WeightGeometry {
    WeightGeometry(
      inputs: inputs, outputs: outputs, taps: taps, inputStride: taps, outputStride: inputs * taps,
      tapStride: 1)
  }

  /// A transposed convolution's weights `(in, out, 2, 2)`.
  public static func transposed(inputs: Int, outputs: Int) -> WeightGeometry {
    WeightGeometry(
      inputs: inputs, outputs: outputs, taps: 4, inputStride: outputs * 4, outputStride: 4,
      tapStride: 1)
  }

  /// The weights `(4 out, in, 1, 1)` of a 1x1 convolution whose outputs are shuffled into 2x2 pixels.
  public static func shuffled(inputs: Int, outputs: Int) -> WeightGeometry {
    WeightGeometry(
      inputs: inputs, outputs: outputs, taps: 4, inputStride: 1, outputStride: 4 * inputs,
      tapStride: inputs)
  }

  /// The same weights with inputs and outputs exchanged, as the data gradient reads them.
  public var reversed: WeightGeometry {
    WeightGeometry(
      inputs: outputs, outputs: inputs, taps: taps, inputStride: outputStride,
      outputStride: inputStride, tapStride: tapStride)
  }

  /// Blocks of 16 input channels.
  public var inputBlocks: Int { (inputs + 15) / 16 }
  /// Blocks of 16 output channels.
  public var outputBlocks: Int { (outputs + 15) / 16 }

  /// Weights of 16 outputs of one block, for one input and tap; zeros for channels that do not exist.
  @inline(__always)
  func vector(_ weights: Floats, input: Int, outputBlock: Int, tap: Int) -> SIMD16<Float> {
    var vector = SIMD16<Float>()
    guard input < inputs else { return vector }
    let base = weights + (input * inputStride + outputBlock * 16 * outputStride + tap * tapStride)
    let count = min(16, outputs - outputBlock * 16)
    if count == 16 && outputStride == 1 {
      return load(base)
    } else if count == 16 {
      for lane in 0..<16 { vector[lane] = base[lane * outputStride] }
    } else {
      for lane in 0..<count { vector[lane] = base[lane * outputStride] }
    }
    return vector
  }

  /// Adds a vector to the gradients of 16 outputs' weights.
  @inline(__always)
  func add(
    _ vector: SIMD16<Float>, to gradients: Floats, input: Int, outputBlock: Int, tap: Int
  ) {
    guard input < inputs else { return }
    let base = gradients + (input * inputStride + outputBlock * 16 * outputStride + tap * tapStride)
    let count = min(16, outputs - outputBlock * 16)
    for lane in 0..<count { base[lane * outputStride] += vector[lane] }
  }

  /// Scalars of the weights between 16 inputs and 16 outputs.
  var blockScalars: Int { 256 * taps }

  /// Copies the weights between a block of inputs and one of outputs, `(input, tap, output)`; zeros for channels that do not
  /// exist.
  func gather(_ weights: Floats, inputBlock: Int, outputBlock: Int, into block: Floats) {
    if inputs < inputBlock * 16 + 16 || outputs < outputBlock * 16 + 16 {
      block.update(repeating: 0, count: blockScalars)
    }
    forEachPair(inputBlock, outputBlock) { offset, pair in
      for tap in 0..<taps { block[pair &+ tap &* 16] = weights[offset &+ tap &* tapStride] }
    }
  }

  /// Adds what ``gather(_:inputBlock:outputBlock:into:)`` would have read to the gradients of the weights.
  func scatter(_ block: Floats, inputBlock: Int, outputBlock: Int, to gradients: Floats) {
    forEachPair(inputBlock, outputBlock) { offset, pair in
      for tap in 0..<taps { gradients[offset &+ tap &* tapStride] += block[pair &+ tap &* 16] }
    }
  }

  /// Calls `body` for each pair of channels with where its first tap lies among the weights and in a block.
  @inline(__always)
  private func forEachPair(
    _ inputBlock: Int, _ outputBlock: Int, _ body: (_ offset: Int, _ inBlock: Int) -> Void
  ) {
    let base = inputBlock * 16 * inputStride + outputBlock * 16 * outputStride
    for output in 0..<min(16, outputs - outputBlock * 16) {
      for input in 0..<min(16, inputs - inputBlock * 16) {
        body(
          base &+ input &* inputStride &+ output &* outputStride,
          (input &* taps &* 16) &+ output)
      }
    }
  }
}

/// Where the vector of one block of outputs lies in weights packed in panels of two blocks, for one input.
@inline(__always)
func panelOffset(outputBlock: Int, outputBlocks: Int, input: Int, inputs: Int) -> Int {
  let panel = outputBlock / 2
  let width = 2 * panel + 1 < outputBlocks ? 32 : 16
  return panel * 32 * inputs + input * width + outputBlock % 2 * 16
}

@inline(__always)
func store(_ vector: SIMD16<Float>, at pointer: Floats) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: SIMD16<Float>.self)
}

@inline(__always)
func load(_ pointer: Floats) -> SIMD16<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
}
