internal import KernelTable
internal import Kernels
internal import Tensors

/// NAFNet's block in two passes.
///
/// Forward only, the gated image lies where the result goes; to differentiate, it is all that is kept beside the source.
final class GatedBlockStep: CPUStep {
  let name = "gated block (two passes)"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let kernel: GatedBlockKernel
  private let parameters: GatedBlockParameters<String>
  private let store: ParameterStore
  private let gated: PlanValue?

  init(
    _ block: PlanGraph.GatedBlock, _ source: PlanValue, output: PlanValue, store: ParameterStore,
    _ context: KernelContext, differentiates: Bool
  ) {
    inputs = [source]
    self.output = output
    self.store = store
    parameters = block.parameters
    gated = differentiates ? PlanValue(output.shape) : nil
    kernel = GatedBlockKernel(
      context, channels: output.shape.channels, batch: output.shape.batch,
      height: output.shape.height, width: output.shape.width, epsilon: block.epsilon,
      differentiates: differentiates)
  }

  var learns: Bool { true }
  var activationsForBackward: [PlanValue] { inputs }
  var keptBuffers: [PlanBuffer] { gated.map { [$0.activation.buffer] } ?? [] }
  var packedScalars: Int { kernel.packedScalars }

  var multiplyAdds: Int { kernel.multiplyAdds }

  func load() { kernel.pack(parameters.map { store.value($0) }) }

  func forward() {
    kernel.forward(
      source: inputs[0].image.blocked, gated: (gated ?? output).image.blocked,
      destination: output.image.blocked)
  }

  func backward() {
    guard let gated else { return }
    // Where nobody wants the source's gradient it still needs a place: the gated image is done with when it is written.
    let target = edges[0].isNeeded ? inputs[0].gradientImage : gated.image
    kernel.backward(
      source: inputs[0].image.blocked, gated: gated.image.blocked,
      gradient: output.gradientImage.blocked, sourceGradient: target.blocked,
      accumulates: edges[0].isNeeded && edges[0].accumulates,
      parameters: parameters.map { store.value($0) },
      gradients: parameters.map { store.gradient($0) })
  }
}
