internal import KernelTable
internal import Kernels

/// The channels of two blocked images, the first of whole blocks.
///
/// Where the plan made the inputs parts of the output there is nothing to do: their producers have written it already.
final class ConcatenationStep: CPUStep {
  let name: String
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge(), GradientEdge()]
  private let context: KernelContext
  private let isView: Bool

  init(
    _ first: PlanValue, _ second: PlanValue, output: PlanValue, isView: Bool,
    _ context: KernelContext
  ) {
    name = isView ? "concatenate (in place)" : "concatenate (copy)"
    inputs = [first, second]
    self.output = output
    self.isView = isView
    self.context = context
    guard isView else { return }
    first.become(partOf: output, fromBlock: 0)
    second.become(partOf: output, fromBlock: first.blocks)
  }

  func forward() {
    if isView { return }
    let target = output.image
    for (value, block) in zip(inputs, [0, inputs[0].blocks]) {
      let source = value.image
      value.forEachPart(context) { _, entry, part, first, count in
        target.vectors(entry, block + part, first).update(
          from: source.vectors(entry, part, first), count: count * 16)
      }
    }
  }

  func backward() {
    if isView { return }
    let gradient = output.gradientImage
    for (index, block) in [0, inputs[0].blocks].enumerated() where edges[index].isNeeded {
      let target = inputs[index].gradientImage
      let accumulates = edges[index].accumulates
      inputs[index].forEachPart(context) { _, entry, part, first, count in
        let source = gradient.vectors(entry, block + part, first)
        context.kernels.combine(
          target.vectors(entry, part, first), source, 1, source, 0, accumulates, count * 16)
      }
    }
  }
}
