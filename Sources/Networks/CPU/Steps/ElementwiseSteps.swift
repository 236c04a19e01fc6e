internal import KernelTable
internal import Kernels
internal import Tensors

/// The sum or the difference of two values of one shape.
final class CombinationStep: CPUStep {
  let name: String
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge(), GradientEdge()]
  private let context: KernelContext
  private let factor: Float

  /// `factor` multiplies the second value: 1 or -1.
  init(
    _ name: String, _ first: PlanValue, _ second: PlanValue, factor: Float, output: PlanValue,
    _ context: KernelContext
  ) {
    self.name = name
    inputs = [first, second]
    self.factor = factor
    self.output = output
    self.context = context
  }

  func forward() {
    let (a, b, d) = (inputs[0].image, inputs[1].image, output.image)
    output.forEachSpan(context) { entry, from, count in
      context.kernels.combine(
        d.pointer + (entry * d.batchStride + from), a.pointer + (entry * a.batchStride + from), 1,
        b.pointer + (entry * b.batchStride + from), factor, false, count)
    }
  }

  func backward() {
    for (index, factor) in [1, factor].enumerated() where edges[index].isNeeded {
      inputs[index].addGradient(
        output.gradientImage, factor: factor, accumulates: edges[index].accumulates, context)
    }
  }
}

/// A ReLU that no convolution could take in.
final class RectificationStep: CPUStep {
  let name = "relu"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let context: KernelContext

  init(_ source: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [source]
    self.output = output
    self.context = context
  }

  var activationsForBackward: [PlanValue] { [output] }

  func forward() {
    let (a, d) = (inputs[0].image, output.image)
    output.forEachSpan(context) { entry, from, count in
      context.kernels.rectify(
        d.pointer + (entry * d.batchStride + from), a.pointer + (entry * a.batchStride + from),
        count)
    }
  }

  func backward() {
    guard edges[0].isNeeded else { return }
    let (y, g, d) = (output.image, output.gradientImage, inputs[0].gradientImage)
    let accumulates = edges[0].accumulates
    output.forEachSpan(context) { entry, from, count in
      context.kernels.mask(
        d.pointer + (entry * d.batchStride + from), g.pointer + (entry * g.batchStride + from),
        y.pointer + (entry * y.batchStride + from), accumulates, count)
    }
  }
}

/// The product of two values of one shape.
final class ProductStep: CPUStep {
  let name = "scale (same shape)"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge(), GradientEdge()]
  private let context: KernelContext

  init(_ first: PlanValue, _ second: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [first, second]
    self.output = output
    self.context = context
  }

  var activationsForBackward: [PlanValue] { inputs }

  func forward() { multiply(inputs[0].image, inputs[1].image, into: output.image, false) }

  func backward() {
    for index in 0..<2 where edges[index].isNeeded {
      multiply(
        output.gradientImage, inputs[1 - index].image, into: inputs[index].gradientImage,
        edges[index].accumulates)
    }
  }

  private func multiply(_ a: Image, _ b: Image, into d: Image, _ accumulates: Bool) {
    output.forEachSpan(context) { entry, from, count in
      context.kernels.multiply(
        d.pointer + (entry * d.batchStride + from), a.pointer + (entry * a.batchStride + from),
        b.pointer + (entry * b.batchStride + from), accumulates, count)
    }
  }
}

/// The first half of the channels times the second half, both whole blocks.
final class GateStep: CPUStep {
  let name = "simple-gate"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let context: KernelContext

  init(_ source: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [source]
    self.output = output
    self.context = context
  }

  var activationsForBackward: [PlanValue] { inputs }
  private var half: Int { output.blocks * 16 * output.pixels }

  func forward() {
    let (a, d, half) = (inputs[0].image, output.image, half)
    output.forEachSpan(context) { entry, from, count in
      let first = a.pointer + (entry * a.batchStride + from)
      context.kernels.multiply(
        d.pointer + (entry * d.batchStride + from), first, first + half, false, count)
    }
  }

  func backward() {
    guard edges[0].isNeeded else { return }
    let (a, g, d, half) = (inputs[0].image, output.gradientImage, inputs[0].gradientImage, half)
    let accumulates = edges[0].accumulates
    output.forEachSpan(context) { entry, from, count in
      let gradient = g.pointer + (entry * g.batchStride + from)
      let source = a.pointer + (entry * a.batchStride + from)
      let target = d.pointer + (entry * d.batchStride + from)
      context.kernels.multiply(target, gradient, source + half, accumulates, count)
      context.kernels.multiply(target + half, gradient, source, accumulates, count)
    }
  }
}
