internal import KernelTable
internal import Kernels
internal import Tensors

/// A convolution with whatever was fused into it: channel factors, bias, residual, ReLU, pixel shuffle.
final class ConvolutionStep: CPUStep {
  let name: String
  let inputs: [PlanValue]
  let output: PlanValue
  var edges: [GradientEdge]
  private let context: KernelContext
  private let store: ParameterStore
  private let kernel: any ConvolutionKernel
  private let fusion: PlanGraph.Fusion
  private let weight: String
  private let weightCount: Int
  private let bias: String?
  private let channels: Int
  private let paddedBias: AlignedMemory
  /// Weights times factors, then their gradients, where factors were fused.
  private let effective: AlignedMemory?

  init(
    _ name: String, context: KernelContext, store: ParameterStore, kernel: any ConvolutionKernel,
    fusion: PlanGraph.Fusion, source: PlanValue, residual: PlanValue?, output: PlanValue,
    weight: String, weightCount: Int, bias: String?
  ) {
    self.name = name
    self.context = context
    self.store = store
    self.kernel = kernel
    self.fusion = fusion
    inputs = [source] + (residual.map { [$0] } ?? [])
    self.output = output
    edges = inputs.map { _ in GradientEdge() }
    self.weight = weight
    self.weightCount = weightCount
    self.bias = bias
    channels = output.shape.channels
    paddedBias = AlignedMemory(scalars: roundUp(channels, to: 16))
    let folds = fusion.scale != nil || fusion.sign != 1
    effective = folds ? AlignedMemory(scalars: weightCount + roundUp(channels, to: 16)) : nil
  }

  func canMask(input: Int) -> Bool { input == 0 }
  var learns: Bool { true }
  var activationsForBackward: [PlanValue] {
    fusion.rectifies && !output.arrivesMasked ? [inputs[0], output] : [inputs[0]]
  }
  var packedScalars: Int { kernel.packedScalars + paddedBias.scalars + (effective?.scalars ?? 0) }

  var multiplyAdds: Int { kernel.multiplyAdds }

  /// The factor of an output channel.
  private func factor(_ channel: Int) -> Float {
    fusion.sign * (fusion.scale.map { store.value($0)[channel] } ?? 1)
  }

  func load() {
    let weights = store.value(weight)
    if let effective {
      let perChannel = weightCount / channels
      for channel in 0..<channels {
        let factor = factor(channel)
        for i in (channel * perChannel)..<((channel + 1) * perChannel) {
          effective.pointer[i] = factor * weights[i]
        }
      }
      kernel.pack(effective.pointer)
    } else {
      kernel.pack(weights)
    }
    guard let bias else { return }
    let scalars = store.value(bias)
    for channel in 0..<channels {
      paddedBias.pointer[channel] = factor(channel) * scalars[channel]
    }
  }

  func forward() {
    var epilogue = Epilogue()
    if bias != nil { epilogue.bias = paddedBias.pointer }
    epilogue.rectifies = fusion.rectifies
    if fusion.residual != nil {
      epilogue.residual = inputs[1].image.pointer
      epilogue.residualBatchStride = inputs[1].image.batchStride
    }
    kernel.forward(source: inputs[0].image, destination: output.image, epilogue: epilogue)
  }

  func backward() {
    let gradient = output.gradientImage
    if fusion.rectifies && !output.arrivesMasked {
      let activation = output.image
      output.forEachSpan(context) { entry, from, count in
        let target = gradient.pointer + (entry * gradient.batchStride + from)
        context.kernels.mask(
          target, target, activation.pointer + (entry * activation.batchStride + from), false, count
        )
      }
    }
    if edges[0].isNeeded {
      var epilogue = Epilogue()
      epilogue.accumulates = edges[0].accumulates
      if edges[0].masks {
        epilogue.mask = inputs[0].image.pointer
        epilogue.maskBatchStride = inputs[0].image.batchStride
      }
      kernel.dataGradient(
        gradient: gradient, sourceGradient: inputs[0].gradientImage, epilogue: epilogue)
    }
    // After the data gradient: where factors were fused, the weights' gradients take the place of the weights.
    learn(gradient)
    if inputs.count == 2, edges[1].isNeeded {
      inputs[1].addGradient(gradient, factor: 1, accumulates: edges[1].accumulates, context)
    }
  }

  /// Adds the gradients of weights, bias and factors.
  private func learn(_ gradient: Image) {
    guard let effective else {
      kernel.weightGradient(
        source: inputs[0].image, gradient: gradient, result: store.gradient(weight),
        bias: bias.map(store.gradient))
      return
    }
    let sums = effective.pointer
    sums.update(repeating: 0, count: effective.scalars)
    let biasSums = sums + weightCount
    kernel.weightGradient(
      source: inputs[0].image, gradient: gradient, result: sums,
      bias: bias == nil ? nil : biasSums)
    let (weights, weightGradients) = (store.value(weight), store.gradient(weight))
    let perChannel = weightCount / channels
    for channel in 0..<channels {
      let factor = factor(channel)
      var product = 0.0
      for i in (channel * perChannel)..<((channel + 1) * perChannel) {
        product += Double(weights[i]) * Double(sums[i])
        weightGradients[i] += factor * sums[i]
      }
      if let bias {
        product += Double(store.value(bias)[channel]) * Double(biasSums[channel])
        store.gradient(bias)[channel] += factor * biasSums[channel]
      }
      if let scale = fusion.scale {
        store.gradient(scale)[channel] += fusion.sign * Float(product)
      }
    }
  }
}

extension PlanValue {
  /// Writes, or adds, a factor times an image of the same geometry to this value's gradient.
  func addGradient(_ image: Image, factor: Float, accumulates: Bool, _ context: KernelContext) {
    let target = gradientImage
    forEachSpan(context) { entry, from, count in
      let source = image.pointer + (entry * image.batchStride + from)
      context.kernels.combine(
        target.pointer + (entry * target.batchStride + from), source, factor, source, 0,
        accumulates, count)
    }
  }
}
