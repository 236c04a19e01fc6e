extension [any CPUStep] {
  /// Decides, from the last step back, which gradients are needed, who writes first, and who masks.
  func connectGradients(from output: PlanValue) {
    for step in self {
      step.output.needsGradient = step.learns || step.inputs.contains { $0.needsGradient }
    }
    var written: Set<ObjectIdentifier> = [ObjectIdentifier(output)]
    var lastWriter: [ObjectIdentifier: (step: any CPUStep, input: Int)] = [:]
    for step in reversed() {
      guard step.output.needsGradient, written.contains(ObjectIdentifier(step.output)) else {
        // Nothing downstream depends on it.
        step.output.needsGradient = false
        continue
      }
      for (index, value) in step.inputs.enumerated() where value.needsGradient {
        let id = ObjectIdentifier(value)
        step.edges[index].isNeeded = true
        step.edges[index].accumulates = !written.insert(id).inserted
        lastWriter[id] = (step, index)
      }
    }
    for step in self where step.output.isRectified && step.output.needsGradient {
      guard let writer = lastWriter[ObjectIdentifier(step.output)],
        writer.step.canMask(input: writer.input)
      else { continue }
      writer.step.edges[writer.input].masks = true
      step.output.arrivesMasked = true
    }
  }

  /// Notes when each buffer is used, forward and then backward, and returns the buffers.
  func noteLifetimes(input: PlanValue, output: PlanValue, differentiates: Bool) -> [PlanBuffer] {
    var seen: Set<ObjectIdentifier> = []
    var buffers: [PlanBuffer] = []
    func use(_ buffer: PlanBuffer, at moment: Int) {
      buffer.use(at: moment)
      if seen.insert(ObjectIdentifier(buffer)).inserted { buffers.append(buffer) }
    }
    let turn = count + 1
    use(input.activation.buffer, at: 0)
    for (index, step) in enumerated() {
      let forward = index + 1
      for value in step.inputs + [step.output] { use(value.activation.buffer, at: forward) }
      for buffer in step.keptBuffers { use(buffer, at: forward) }
      guard differentiates, step.output.needsGradient else { continue }
      let backward = 2 * turn - forward
      for value in step.activationsForBackward { use(value.activation.buffer, at: backward) }
      for buffer in step.keptBuffers { use(buffer, at: backward) }
      use(step.output.gradient.buffer, at: backward)
      for (value, edge) in zip(step.inputs, step.edges) where edge.isNeeded {
        use(value.gradient.buffer, at: backward)
      }
    }
    use(output.activation.buffer, at: turn)
    if differentiates, output.needsGradient { use(output.gradient.buffer, at: turn) }
    return buffers
  }
}
