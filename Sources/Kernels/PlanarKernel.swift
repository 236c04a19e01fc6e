public import KernelTable

/// 1x1 and 3x3 convolutions between an image of at most four channels and a blocked one, either way.
public final class PlanarKernel: ConvolutionKernel {
  private let context: KernelContext
  private let geometry: WeightGeometry
  private let readsPlanar: Bool
  private let window: Int
  private let batch: Int
  private let height: Int
  private let width: Int
  private let bands: Int
  private let forwardWeights: AlignedMemory
  private let backwardWeights: AlignedMemory

  /// Prepares for images of one size; exactly one of inputs and outputs is at most four.
  public init(
    _ context: KernelContext, geometry: WeightGeometry, batch: Int, height: Int, width: Int
  ) {
    self.context = context
    self.geometry = geometry
    self.batch = batch
    self.height = height
    self.width = width
    readsPlanar = Image.isPlanar(channels: geometry.inputs)
    window = geometry.taps == 9 ? 3 : 1
    bands = max(1, min(8 / batch, height / 16))
    let planes = readsPlanar ? geometry.inputs : geometry.outputs
    let blocks = readsPlanar ? geometry.outputBlocks : geometry.inputBlocks
    let packed = planes * geometry.taps * blocks * 16
    forwardWeights = AlignedMemory(scalars: packed)
    backwardWeights = AlignedMemory(scalars: packed)
    context.reserve(
      worker: planes * window * (width + 2) + 64, shared: batch * bands * packed)
  }

  public var packedScalars: Int { forwardWeights.scalars + backwardWeights.scalars }

  public var multiplyAdds: Int { batch * height * width * forwardWeights.scalars }

  public func pack(_ weights: Floats) {
    let oriented = readsPlanar ? geometry : geometry.reversed
    for planar in 0..<oriented.inputs {
      for tap in 0..<oriented.taps {
        for block in 0..<oriented.outputBlocks {
          let vector = oriented.vector(weights, input: planar, outputBlock: block, tap: tap)
          let rotated = oriented.taps - 1 - tap
          store(vector, at: forwardWeights.pointer + offset(planar, tap, block))
          store(vector, at: backwardWeights.pointer + offset(planar, rotated, block))
        }
      }
    }
  }

  private func offset(_ planar: Int, _ tap: Int, _ block: Int) -> Int {
    let blocks = readsPlanar ? geometry.outputBlocks : geometry.inputBlocks
    return ((planar * geometry.taps + tap) * blocks + block) * 16
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
    let rows = 8
    let parts = (height + rows - 1) / rows
    let spreads: Bool
    if case .planar = source { spreads = true } else { spreads = false }
    let task = PlanarTask(
      planar: spreads ? source.planar : destination.planar,
      blocked: spreads ? destination.blocked : source.blocked, window: window,
      weights: weights.pointer, epilogue: epilogue)
    let kernel = spreads ? context.kernels.spread : context.kernels.gather
    withUnsafePointer(to: task) { task in
      context.run(parts * batch) { index, scratch in
        let first = index % parts * rows
        kernel(task, index / parts, first, min(rows, height - first), scratch)
      }
    }
  }

  public func weightGradient(source: Image, gradient: Image, result: Floats, bias: Floats?) {
    if let bias { context.addChannelSums(of: gradient, channels: geometry.outputs, to: bias) }
    let task = PlanarTask(
      planar: readsPlanar ? source.planar : gradient.planar,
      blocked: readsPlanar ? gradient.blocked : source.blocked, window: window,
      weights: forwardWeights.pointer, epilogue: Epilogue())
    let packed = forwardWeights.scalars
    let shared = context.shared
    withUnsafePointer(to: task) { task in
      context.run(batch * bands) { index, scratch in
        let accumulator = shared + index * packed
        accumulator.update(repeating: 0, count: packed)
        let band = index % bands
        let first = height * band / bands
        context.kernels.correlate(
          task, index / bands, first, height * (band + 1) / bands - first, scratch, accumulator)
      }
    }
    context.kernels.sumParts(shared, shared, packed, batch * bands, packed)
    let oriented = readsPlanar ? geometry : geometry.reversed
    for planar in 0..<oriented.inputs {
      for tap in 0..<oriented.taps {
        // Seen from the planar side, the gradient's window is rotated where the planar image is the output.
        let position = readsPlanar ? tap : oriented.taps - 1 - tap
        for block in 0..<oriented.outputBlocks {
          oriented.add(
            load(shared + offset(planar, position, block)), to: result, input: planar,
            outputBlock: block, tap: tap)
        }
      }
    }
  }
}
