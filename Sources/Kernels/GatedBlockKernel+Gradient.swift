public import KernelTable

extension GatedBlockKernel {
  /// Computes the source's gradient and adds the parameters' gradients to `gradients`.
  ///
  /// `gradient` holds that of the block's result and is overwritten: it receives the gated image's.
  public func backward(
    source: BlockedImage, gated: BlockedImage, gradient: BlockedImage,
    sourceGradient: BlockedImage, accumulates: Bool, parameters: GatedBlockParameters<Floats>,
    gradients: GatedBlockParameters<Floats>
  ) {
    guard let plan = gradientPlan, let expansion1Back = memory.expansion1Back,
      let expansion2Back = memory.expansion2Back, let projection2Back = memory.projection2Back,
      let depthBack = memory.depthBack
    else { preconditionFailure("made for inference only") }
    let shared = context.shared
    fold(into: shared + plan.mixing, back: shared + plan.mixingBack)
    var second = channelTask(
      source: source, gated: gated, destination: gradient, mixing: shared + plan.mixing)
    second.gradient = ChannelGateGradient(
      sourceGradient: sourceGradient, accumulates: accumulates,
      mixingBack: shared + plan.mixingBack, expansionBack: expansion2Back,
      projectionBack: projection2Back)
    runSecond(second, plan)
    learnSecond(plan, parameters, gradients)
    learnAttention(plan, parameters, gradients)

    var first = spatialTask(source: source, gated: gradient, grid: plan.grid, sums: shared)
    first.gradient = SpatialGateGradient(
      sourceGradient: sourceGradient, meanGradient: memory.means.pointer,
      expansionBack: expansion1Back, depthBack: depthBack)
    runFirst(first, plan)
    learnFirst(plan, parameters, gradients)
  }

  private func runSecond(_ task: ChannelGateTask, _ plan: GatedBlockGradientPlan) {
    let (own, sums) = (context.shared + plan.own, context.shared + plan.sums)
    withUnsafePointer(to: task) { task in
      context.run(plan.partGroups) { group, scratch in
        let accumulator = sums + group * plan.channelScalars
        accumulator.update(repeating: 0, count: plan.channelScalars)
        let end = plan.partUnits * (group + 1) / plan.partGroups
        for unit in (plan.partUnits * group / plan.partGroups)..<end {
          let ownSums = own + unit * plan.ownScalars
          ownSums.update(repeating: 0, count: plan.ownScalars)
          let part = unit % plan.parts
          let first = pixels * part / plan.parts
          context.kernels.channelGateGradient(
            task, unit / plan.parts, first, pixels * (part + 1) / plan.parts - first, scratch,
            ownSums, accumulator)
        }
      }
    }
    context.addParts(sums, scalars: plan.channelScalars, count: plan.partGroups)
    for entry in 0..<batch where plan.parts > 1 {
      context.addParts(
        own + entry * plan.parts * plan.ownScalars, scalars: plan.ownScalars, count: plan.parts)
    }
  }

  private func runFirst(_ task: SpatialGateTask, _ plan: GatedBlockGradientPlan) {
    let sums = context.shared + plan.sums
    withUnsafePointer(to: task) { task in
      context.run(plan.tileGroups) { group, scratch in
        let accumulator = sums + group * plan.spatialScalars
        accumulator.update(repeating: 0, count: plan.spatialScalars)
        let end = plan.tileUnits * (group + 1) / plan.tileGroups
        for unit in (plan.tileUnits * group / plan.tileGroups)..<end {
          context.kernels.spatialGateGradient(
            task, unit / plan.grid.count, unit % plan.grid.count, scratch, accumulator)
        }
      }
    }
    context.addParts(sums, scalars: plan.spatialScalars, count: plan.tileGroups)
  }

  private func learnSecond(
    _ plan: GatedBlockGradientPlan, _ parameters: GatedBlockParameters<Floats>,
    _ gradients: GatedBlockParameters<Floats>
  ) {
    let square = channels * channels
    let expansionSums = context.shared + plan.sums
    let expansionBiasSums = expansionSums + 2 * square
    let projectionSums = expansionBiasSums + 2 * channels
    memory.expansion.addGradients(
      expansionSums, expansionBiasSums, weights: parameters.expansion2.weight,
      scale: parameters.norm2.weight, shift: parameters.norm2.bias,
      into: gradients.expansion2.weight, bias: gradients.expansion2.bias,
      scale: gradients.norm2.weight, shift: gradients.norm2.bias, context)
    memory.projection.addGradients(
      projectionSums, projectionSums + square, weights: parameters.projection2.weight,
      bias: parameters.projection2.bias, factor: parameters.gamma,
      into: gradients.projection2.weight, bias: gradients.projection2.bias,
      factor: gradients.gamma, context)
  }

  /// The gradients of the first projection and of the attention, and what reaches every pixel by way of the mean.
  ///
  /// The mixing weights are `factor[output] * weight[output, input] * attention[entry, input]`: what each entry's own sums
  /// say about them is split into the three.
  private func learnAttention(
    _ plan: GatedBlockGradientPlan, _ parameters: GatedBlockParameters<Floats>,
    _ gradients: GatedBlockParameters<Floats>
  ) {
    let own = context.shared + plan.own
    let stride = plan.parts * plan.ownScalars
    let blocks = channels / 16
    // The mixing weights are done with; their memory takes the attention's gradient, in the layout of the means.
    var attentionGradient = memory.factors
    attentionGradient.pointer = context.shared + plan.mixing
    let (factors, learned) = (memory.factors.pointer, attentionGradient.pointer)
    context.run(blocks) { block, _ in
      for input in (16 * block)..<(16 * block + 16) {
        for entry in 0..<batch {
          let place = (block * batch + entry) * 16 + input % 16
          let row = own + (entry * stride + input * channels)
          let target = own + input * channels
          var sum = SIMD16<Float>()
          for output in 0..<blocks {
            let weight = load(
              memory.projection1
                + panelOffset(
                  outputBlock: output, outputBlocks: blocks, input: input, inputs: channels))
            let vector = load(row + 16 * output)
            sum += weight * vector
            let scaled = vector * factors[place]
            store(
              entry == 0 ? scaled : load(target + 16 * output) + scaled, at: target + 16 * output)
          }
          learned[place] = sum.sum()
        }
      }
    }
    let biasSums = own + channels * channels
    for entry in 1..<max(1, batch) {
      for block in 0..<blocks {
        store(
          load(biasSums + 16 * block) + load(biasSums + (entry * stride + 16 * block)),
          at: biasSums + 16 * block)
      }
    }
    memory.projection.addGradients(
      own, biasSums, weights: parameters.projection1.weight, bias: parameters.projection1.bias,
      factor: parameters.beta, into: gradients.projection1.weight,
      bias: gradients.projection1.bias, factor: gradients.beta, context)
    attention.weightGradient(
      source: .blocked(memory.means), gradient: .blocked(attentionGradient),
      result: gradients.attention.weight, bias: nil)
    for channel in 0..<channels {
      for entry in 0..<batch {
        gradients.attention.bias[channel] +=
          learned[(channel / 16 * batch + entry) * 16 + channel % 16]
      }
    }
    attention.dataGradient(
      gradient: .blocked(attentionGradient), sourceGradient: .blocked(memory.means),
      epilogue: Epilogue())
    for i in 0..<(batch * channels) { memory.means.pointer[i] /= Float(pixels) }
  }

  private func learnFirst(
    _ plan: GatedBlockGradientPlan, _ parameters: GatedBlockParameters<Floats>,
    _ gradients: GatedBlockParameters<Floats>
  ) {
    let square = channels * channels
    let sums = context.shared + plan.sums
    let biasSums = sums + 2 * square
    let depthSums = biasSums + 2 * channels
    memory.expansion.addGradients(
      sums, biasSums, weights: parameters.expansion1.weight, scale: parameters.norm1.weight,
      shift: parameters.norm1.bias, into: gradients.expansion1.weight,
      bias: gradients.expansion1.bias, scale: gradients.norm1.weight,
      shift: gradients.norm1.bias, context)
    for block in 0..<(channels / 8) {
      let channel = memory.expansion.channel(ofBlock: block)
      for lane in 0..<16 {
        let from = depthSums + (160 * block + lane)
        for tap in 0..<9 {
          gradients.depthwise.weight[(channel + lane) * 9 + tap] += from[16 * tap]
        }
        gradients.depthwise.bias[channel + lane] += from[144]
      }
    }
  }
}
