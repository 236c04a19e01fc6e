internal import KernelTable

/// The weights `(outputs, inputs)` of a 1x1 convolution with whatever stands beside it folded in, packed for the products of
/// both directions; both counts are multiples of 16.
///
/// Before it, a normalisation's scale and shift a channel: `W (s n + t) + b = (W s) n + (W t + b)`. After it, a factor a
/// channel. Outputs may lie in pairs of blocks, the first half's and the second's by turns, for a gate behind it.
struct FoldedMatrix {
  let inputs: Int
  let outputs: Int
  let isPaired: Bool

  /// Scalars of the weights, packed for one direction.
  var scalars: Int { inputs * outputs }
  private var inputBlocks: Int { inputs / 16 }
  private var outputBlocks: Int { outputs / 16 }

  /// The first of the 16 channels that lie in a block of outputs.
  @inline(__always)
  func channel(ofBlock block: Int) -> Int {
    isPaired ? 16 * (block / 2 + block % 2 * outputBlocks / 2) : 16 * block
  }

  /// Packs for the forward product and, where there is room, for the data gradient; writes the bias.
  func pack(
    _ weights: Floats, bias: Floats, scale: Floats?, shift: Floats?, factor: Floats?,
    into forward: Floats, bias folded: Floats, back: Floats?, _ context: KernelContext
  ) {
    context.run(outputBlocks) { block, _ in
      let channel = channel(ofBlock: block)
      let factors = factor.map { load($0 + channel) } ?? SIMD16(repeating: 1)
      var start = load(bias + channel)
      if let shift {
        for lane in 0..<16 {
          let row = weights + (channel + lane) * inputs
          var sum = SIMD16<Float>()
          for i in 0..<inputBlocks { sum += load(row + 16 * i) * load(shift + 16 * i) }
          start[lane] += sum.sum()
        }
      }
      store(start * factors, at: folded + 16 * block)
      for input in 0..<inputs {
        let column = weights + (channel * inputs + input)
        var vector = SIMD16<Float>()
        for lane in 0..<16 { vector[lane] = column[lane * inputs] }
        let place = panelOffset(
          outputBlock: block, outputBlocks: outputBlocks, input: input, inputs: inputs)
        store(vector * factors * (scale.map { $0[input] } ?? 1), at: forward + place)
      }
      guard let back else { return }
      for lane in 0..<16 {
        let row = weights + (channel + lane) * inputs
        for i in 0..<inputBlocks {
          var vector = load(row + 16 * i) * factors[lane]
          if let scale { vector *= load(scale + 16 * i) }
          let place = panelOffset(
            outputBlock: i, outputBlocks: inputBlocks, input: 16 * block + lane, inputs: outputs)
          store(vector, at: back + place)
        }
      }
    }
  }

  /// Adds the gradients where a normalisation was folded in, from those of the folded weights `(input, output)` and bias.
  func addGradients(
    _ sums: Floats, _ biasSums: Floats, weights: Floats, scale: Floats, shift: Floats,
    into gradient: Floats, bias: Floats, scale scaleGradient: Floats, shift shiftGradient: Floats,
    _ context: KernelContext
  ) {
    for block in 0..<outputBlocks {
      add(load(biasSums + 16 * block), bias + channel(ofBlock: block))
    }
    context.run(inputBlocks) { index, _ in
      let (scales, shifts) = (load(scale + 16 * index), load(shift + 16 * index))
      var scaleSum = SIMD16<Float>()
      var shiftSum = SIMD16<Float>()
      for block in 0..<outputBlocks {
        let channel = channel(ofBlock: block)
        for lane in 0..<16 {
          let vector = column(sums, index, 16 * block + lane)
          let bias = biasSums[16 * block + lane]
          let place = (channel + lane) * inputs + 16 * index
          let weight = load(weights + place)
          scaleSum += weight * vector
          shiftSum += weight * bias
          add(vector * scales + shifts * bias, gradient + place)
        }
      }
      add(scaleSum, scaleGradient + 16 * index)
      add(shiftSum, shiftGradient + 16 * index)
    }
  }

  /// Adds the gradients where a factor was folded in, from those of the folded weights `(input, output)` and bias.
  func addGradients(
    _ sums: Floats, _ biasSums: Floats, weights: Floats, bias: Floats, factor: Floats,
    into gradient: Floats, bias biasGradient: Floats, factor factorGradient: Floats,
    _ context: KernelContext
  ) {
    context.run(outputBlocks) { block, _ in
      let channel = channel(ofBlock: block)
      let bias = load(bias + channel)
      let biasSum = load(biasSums + 16 * block)
      var factorSum = bias * biasSum
      for lane in 0..<16 {
        let factor = factor[channel + lane]
        var products = SIMD16<Float>()
        for index in 0..<inputBlocks {
          let vector = column(sums, index, 16 * block + lane)
          let place = (channel + lane) * inputs + 16 * index
          products += load(weights + place) * vector
          add(vector * factor, gradient + place)
        }
        factorSum[lane] += products.sum()
      }
      add(biasSum * load(factor + channel), biasGradient + channel)
      add(factorSum, factorGradient + channel)
    }
  }

  /// The gradients of one output's weights for 16 inputs.
  @inline(__always)
  private func column(_ sums: Floats, _ inputBlock: Int, _ output: Int) -> SIMD16<Float> {
    let base = sums + (16 * inputBlock * outputs + output)
    var vector = SIMD16<Float>()
    for lane in 0..<16 { vector[lane] = base[lane * outputs] }
    return vector
  }

  @inline(__always)
  private func add(_ vector: SIMD16<Float>, _ target: Floats) {
    store(load(target) + vector, at: target)
  }
}
