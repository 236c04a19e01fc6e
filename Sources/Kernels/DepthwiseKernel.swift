public import KernelTable

/// 3x3 convolutions of each channel by its own window, stride 1 and zero padding 1, on blocked images.
public final class DepthwiseKernel: ConvolutionKernel {
  private let context: KernelContext
  private let channels: Int
  private let blocks: Int
  private let batch: Int
  private let pixels: Int
  private let forwardWeights: AlignedMemory
  private let backwardWeights: AlignedMemory

  /// Prepares for images of one size.
  public init(_ context: KernelContext, channels: Int, batch: Int, height: Int, width: Int) {
    self.context = context
    pixels = height * width
    self.channels = channels
    self.batch = batch
    blocks = (channels + 15) / 16
    forwardWeights = AlignedMemory(scalars: blocks * 144)
    backwardWeights = AlignedMemory(scalars: blocks * 144)
    context.reserve(worker: width * 16, shared: batch * blocks * 144)
  }

  public var packedScalars: Int { forwardWeights.scalars + backwardWeights.scalars }

  public var multiplyAdds: Int { batch * pixels * forwardWeights.scalars }

  public func pack(_ weights: Floats) {
    for channel in 0..<channels {
      for tap in 0..<9 {
        let value = weights[channel * 9 + tap]
        forwardWeights.pointer[channel / 16 * 144 + tap * 16 + channel % 16] = value
        backwardWeights.pointer[channel / 16 * 144 + (8 - tap) * 16 + channel % 16] = value
      }
    }
  }

  public func forward(source: Image, destination: Image, epilogue: Epilogue) {
    convolve(source, destination, forwardWeights, epilogue)
  }

  public func dataGradient(gradient: Image, sourceGradient: Image, epilogue: Epilogue) {
    convolve(gradient, sourceGradient, backwardWeights, epilogue)
  }

  private func convolve(
    _ source: Image, _ destination: Image, _ weights: AlignedMemory, _ epilogue: Epilogue
  ) {
    let task = DepthwiseTask(
      source: source.blocked, destination: destination.blocked, weights: weights.pointer,
      epilogue: epilogue)
    withUnsafePointer(to: task) { task in
      context.run(batch * blocks) { index, scratch in
        context.kernels.depthwise(task, index / blocks, index % blocks, scratch)
      }
    }
  }

  public func weightGradient(source: Image, gradient: Image, result: Floats, bias: Floats?) {
    if let bias { context.addChannelSums(of: gradient, channels: channels, to: bias) }
    let task = DepthwiseTask(
      source: source.blocked, destination: gradient.blocked, weights: forwardWeights.pointer,
      epilogue: Epilogue())
    let shared = context.shared
    withUnsafePointer(to: task) { task in
      context.run(batch * blocks) { index, scratch in
        context.kernels.depthwiseGradient(
          task, index / blocks, index % blocks, shared + index * 144, scratch)
      }
    }
    context.kernels.sumParts(shared, shared, blocks * 144, batch, blocks * 144)
    for channel in 0..<channels {
      for tap in 0..<9 {
        result[channel * 9 + tap] += shared[channel / 16 * 144 + tap * 16 + channel % 16]
      }
    }
  }
}
