public import KernelTable

/// One way to compute a convolution and its two gradients, with weights packed for it.
public protocol ConvolutionKernel: AnyObject {
  /// Takes the weights, in the layout of the kernel's ``WeightGeometry``, for the forward pass and the data gradient.
  ///
  /// A kernel that differentiates may pack them only when they are used: they must stay where they are until then.
  func pack(_ weights: Floats)
  /// Computes the destination.
  func forward(source: Image, destination: Image, epilogue: Epilogue)
  /// Computes the source's gradient from the destination's.
  func dataGradient(gradient: Image, sourceGradient: Image, epilogue: Epilogue)
  /// Adds the weights' gradient to `result`, in the layout of the weights, and the gradient of each output channel's bias to
  /// `bias`.
  func weightGradient(source: Image, gradient: Image, result: Floats, bias: Floats?)
  /// The scalars of packed weights.
  var packedScalars: Int { get }
  /// The multiply-adds that the forward pass really does; each gradient does as many.
  var multiplyAdds: Int { get }
}

extension KernelContext {
  /// Adds to `result` the sum of each channel over batch and pixels; `result` has room for whole blocks.
  func addChannelSums(of image: Image, channels: Int, to result: Floats) {
    switch image {
    case .planar(let image):
      for entry in 0..<image.batch {
        for channel in 0..<channels {
          let plane = image.pointer + (entry * channels + channel) * image.pixels
          var sum = 0.0
          for i in 0..<image.pixels { sum += Double(plane[i]) }
          result[channel] += Float(sum)
        }
      }
    case .blocked(let image):
      let parts = image.batch * image.blocks
      run(parts) { index, _ in
        let (entry, block) = (index / image.blocks, index % image.blocks)
        kernels.sumChannels(
          shared + index * 16,
          image.pointer + (entry * image.batchStride + block * image.blockStride), image.pixels)
      }
      for channel in 0..<channels {
        var sum = result[channel]
        for entry in 0..<image.batch {
          sum += shared[(entry * image.blocks + channel / 16) * 16 + channel % 16]
        }
        result[channel] = sum
      }
    }
  }

  /// The shared scratch that ``addChannelSums(of:channels:to:)`` needs.
  static func channelSumScratch(batch: Int, channels: Int) -> Int {
    batch * roundUp(channels, to: 16)
  }
}
