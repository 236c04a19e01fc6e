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
}
