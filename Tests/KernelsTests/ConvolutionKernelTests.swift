import KernelTable
import Kernels
import Testing

@Suite("Convolution kernels against double-precision loops")
struct ConvolutionKernelTests {
  /// A kernel and a geometry: channels, batch, and the size of the coarser image.
  struct Case: Sendable, CustomStringConvertible {
    var kind: Kind
    var inputs: Int
    var outputs: Int
    var batch: Int
    var height: Int
    var width: Int

    enum Kind: Sendable {
      case winograd, pointwise, reducing, enlarging, shuffled, planar3, planar1, depthwise
    }

    var description: String { "\(kind) \(inputs)->\(outputs), \(batch)x\(height)x\(width)" }

    /// The bound that docs/accuracy.md states for up to 64 channels; rounding errors of longer sums add up as a random walk.
    var tolerance: Double {
      AccuracyPage.bound("\(kind)") * (Double(max(inputs, outputs, 64)) / 64).squareRoot()
    }

    var geometry: WeightGeometry {
      switch kind {
      case .winograd, .planar3: .convolution(inputs: inputs, outputs: outputs, taps: 9)
      case .pointwise, .planar1: .convolution(inputs: inputs, outputs: outputs, taps: 1)
      case .reducing: .convolution(inputs: inputs, outputs: outputs, taps: 4)
      case .enlarging: .transposed(inputs: inputs, outputs: outputs)
      case .shuffled: .shuffled(inputs: inputs, outputs: outputs)
      case .depthwise: .convolution(inputs: inputs, outputs: inputs, taps: 9)
      }
    }

    var direct: DirectConvolution {
      let form: DirectConvolution.Form =
        switch kind {
        case .winograd, .planar3, .pointwise, .planar1: .same
        case .reducing: .reducing
        case .enlarging, .shuffled: .enlarging
        case .depthwise: .depthwise
        }
      return DirectConvolution(
        geometry: geometry, form: form, batch: batch, height: height, width: width)
    }

    var weightCount: Int { kind == .depthwise ? 9 * inputs : inputs * outputs * geometry.taps }

    func kernel(_ context: KernelContext) -> any ConvolutionKernel {
      switch kind {
      case .winograd:
        WinogradKernel(
          context, geometry: geometry, batch: batch, height: height, width: width,
          differentiates: true)
      case .planar3, .planar1:
        PlanarKernel(context, geometry: geometry, batch: batch, height: height, width: width)
      case .depthwise:
        DepthwiseKernel(
          context, channels: inputs, batch: batch, height: height, width: width)
      case .pointwise, .reducing, .enlarging, .shuffled:
        PointwiseKernel(
          context, form: kind == .pointwise ? .plain : kind == .reducing ? .reducing : .enlarging,
          geometry: geometry, batch: batch, gridHeight: height, gridWidth: width,
          differentiates: true)
      }
    }
  }

  static let cases = [
    Case(kind: .winograd, inputs: 16, outputs: 16, batch: 1, height: 8, width: 8),
    Case(kind: .winograd, inputs: 64, outputs: 48, batch: 2, height: 9, width: 14),
    Case(kind: .winograd, inputs: 5, outputs: 37, batch: 3, height: 1, width: 5),
    Case(kind: .winograd, inputs: 33, outputs: 20, batch: 1, height: 30, width: 31),
    Case(kind: .winograd, inputs: 16, outputs: 16, batch: 3, height: 32, width: 36),
    // Weights that a cache does not hold: in stages, one and several.
    Case(kind: .winograd, inputs: 112, outputs: 96, batch: 1, height: 13, width: 10),
    Case(kind: .winograd, inputs: 16, outputs: 592, batch: 1, height: 68, width: 67),
    Case(kind: .pointwise, inputs: 16, outputs: 32, batch: 2, height: 7, width: 9),
    Case(kind: .pointwise, inputs: 70, outputs: 20, batch: 11, height: 3, width: 5),
    Case(kind: .pointwise, inputs: 16, outputs: 16, batch: 1, height: 48, width: 40),
    Case(kind: .pointwise, inputs: 24, outputs: 24, batch: 3, height: 1, width: 1),
    Case(kind: .reducing, inputs: 16, outputs: 32, batch: 2, height: 5, width: 6),
    Case(kind: .reducing, inputs: 7, outputs: 18, batch: 9, height: 3, width: 3),
    Case(kind: .enlarging, inputs: 32, outputs: 16, batch: 2, height: 5, width: 6),
    Case(kind: .enlarging, inputs: 21, outputs: 6, batch: 1, height: 9, width: 11),
    Case(kind: .shuffled, inputs: 32, outputs: 16, batch: 2, height: 5, width: 6),
    Case(kind: .planar3, inputs: 1, outputs: 32, batch: 2, height: 17, width: 33),
    Case(kind: .planar3, inputs: 3, outputs: 20, batch: 9, height: 6, width: 3),
    Case(kind: .planar3, inputs: 40, outputs: 1, batch: 1, height: 33, width: 18),
    Case(kind: .planar3, inputs: 16, outputs: 4, batch: 2, height: 1, width: 1),
    Case(kind: .planar1, inputs: 16, outputs: 1, batch: 2, height: 9, width: 10),
    Case(kind: .planar1, inputs: 2, outputs: 19, batch: 2, height: 9, width: 10),
    Case(kind: .depthwise, inputs: 16, outputs: 16, batch: 2, height: 9, width: 11),
    Case(kind: .depthwise, inputs: 40, outputs: 40, batch: 3, height: 2, width: 1),
  ]

  @Test("computes, and differentiates both ways", arguments: cases, CPULevel.supported)
  func convolution(_ test: Case, _ level: CPULevel) {
    let context = KernelContext(level: level, workers: 2)
    let kernel = test.kernel(context)
    context.allocate()
    let direct = test.direct
    let (from, to) = (direct.sourceSize, direct.resultSize)
    let outputs = test.geometry.outputs
    let source = TestImage(
      test.batch, test.inputs, from.height, from.width,
      uniform(test.batch * test.inputs * from.height * from.width, seed: 1))
    let gradient = TestImage(
      test.batch, outputs, to.height, to.width,
      uniform(test.batch * outputs * to.height * to.width, seed: 2))
    let weights = uniform(test.weightCount, seed: 3)
    var weightGradient = [Float](repeating: 0, count: test.weightCount)
    let result = TestImage(test.batch, outputs, to.height, to.width)
    let sourceGradient = TestImage(test.batch, test.inputs, from.height, from.width)
    let kept = AlignedMemory(copying: weights)
    kernel.pack(kept.pointer)
    defer { withExtendedLifetime(kept) {} }

    kernel.forward(source: source.image, destination: result.image, epilogue: Epilogue())
    func noted(_ direction: String, _ error: Double) -> Double {
      AccuracyPage.noted(error, "\(test.kind)", direction, level)
    }
    let forward = relativeError(result.scalars, direct.forward(source.scalars, weights))
    #expect(noted("forward", forward) < test.tolerance)
    #expect(result.padsWithZeros)

    kernel.dataGradient(
      gradient: gradient.image, sourceGradient: sourceGradient.image, epilogue: Epilogue())
    let data = relativeError(
      sourceGradient.scalars, direct.dataGradient(gradient.scalars, weights))
    #expect(noted("data", data) < test.tolerance)
    #expect(sourceGradient.padsWithZeros)

    var biasGradient = [Float](repeating: 1, count: test.geometry.outputs)
    weightGradient.withUnsafeMutableBufferPointer { weights in
      biasGradient.withUnsafeMutableBufferPointer { bias in
        guard let base = weights.baseAddress else { return }
        kernel.weightGradient(
          source: source.image, gradient: gradient.image, result: base, bias: bias.baseAddress)
      }
    }
    let expected = direct.weightGradient(
      source.scalars, gradient.scalars, count: test.weightCount)
    // Long float32 sums over pixels of numbers of either sign.
    #expect(noted("weights", relativeError(weightGradient, expected)) < 2 * test.tolerance)
    let pixels = gradient.scalars.count / (test.batch * test.geometry.outputs)
    let sums = (0..<test.geometry.outputs).map { channel in
      (0..<test.batch).reduce(1.0) { sum, entry in
        let plane = (entry * test.geometry.outputs + channel) * pixels
        return gradient.scalars[plane..<plane + pixels].reduce(sum) { $0 + Double($1) }
      }
    }
    #expect(relativeError(biasGradient, sums) < 2 * test.tolerance)
  }

  @Test("applies the epilogue in its order", arguments: cases, CPULevel.supported)
  func epilogue(_ test: Case, _ level: CPULevel) {
    let context = KernelContext(level: level, workers: 2)
    let kernel = test.kernel(context)
    context.allocate()
    let direct = test.direct
    let (from, to) = (direct.sourceSize, direct.resultSize)
    let outputs = test.geometry.outputs
    let count = test.batch * outputs * to.height * to.width
    let source = TestImage(
      test.batch, test.inputs, from.height, from.width,
      uniform(test.batch * test.inputs * from.height * from.width, seed: 1))
    let weights = uniform(test.weightCount, seed: 3)
    let (old, residual, mask) = (
      uniform(count, seed: 4), uniform(count, seed: 5), uniform(count, seed: 6)
    )
    let biases = uniform(outputs, seed: 7)
    let result = TestImage(test.batch, outputs, to.height, to.width, old)
    let residualImage = TestImage(test.batch, outputs, to.height, to.width, residual)
    let maskImage = TestImage(test.batch, outputs, to.height, to.width, mask)
    let bias = AlignedMemory(scalars: roundUp(outputs, to: 16))
    bias.pointer.update(from: biases, count: outputs)
    let kept = AlignedMemory(copying: weights)
    kernel.pack(kept.pointer)
    defer { withExtendedLifetime(kept) {} }
    var epilogue = Epilogue()
    epilogue.bias = bias.pointer
    epilogue.accumulates = true
    epilogue.residual = residualImage.image.pointer
    epilogue.residualBatchStride = residualImage.image.batchStride
    epilogue.rectifies = true
    epilogue.mask = maskImage.image.pointer
    epilogue.maskBatchStride = maskImage.image.batchStride
    kernel.forward(source: source.image, destination: result.image, epilogue: epilogue)
    let products = direct.forward(source.scalars, weights)
    let plane = to.height * to.width
    let expected = products.indices.map { i in
      mask[i] > 0
        ? max(
          0,
          products[i] + Double(biases[i / plane % outputs]) + Double(old[i]) + Double(residual[i]))
        : 0
    }
    #expect(relativeError(result.scalars, expected) < test.tolerance)
  }
}
